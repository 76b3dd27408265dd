// SPDX-License-Identifier: Apache-2.0
// Where the certificates of the authorities are that this machine trusts.

#ifndef HF_SRC_ACCOUNT_API_AUTHORITIES_H_
#define HF_SRC_ACCOUNT_API_AUTHORITIES_H_

#include <array>
#include <optional>
#include <span>
#include <string>

namespace hf {

/// The files of the distributions, each with all certificates of its machine.
/// Only root can write in their folders.
inline constexpr std::array<const char*, 6> kAuthorityFiles = {
    "/etc/ssl/certs/ca-certificates.crt",  // Debian, Ubuntu, Alpine, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",    // Fedora, RHEL and their like
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // the same, new
    "/etc/ssl/ca-bundle.pem",                             // openSUSE
    "/etc/ssl/certs/ca-bundle.crt",                       // NixOS
    "/etc/ssl/cert.pem",                                  // Alpine
};

/// The first of \a files that is a file with something in it and that the
/// caller can read; nothing when there is none.
std::optional<std::string> FirstReadableFile(
    std::span<const char* const> files);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_API_AUTHORITIES_H_
