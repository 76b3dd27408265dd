// SPDX-License-Identifier: Apache-2.0
// What the `credential.*` settings mean for a URL (gitcredentials(7)).

#ifndef HF_SRC_ACCOUNT_GIT_CREDENTIAL_CONFIG_H_
#define HF_SRC_ACCOUNT_GIT_CREDENTIAL_CONFIG_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/account/git/config.h"

namespace hf {

/// The parts of a `credential.*` key.
struct CredentialKey {
  std::string_view pattern;  ///< A URL pattern; empty in `credential.helper`.
  std::string_view name;     ///< In lower case.

  /// Nothing when \a key is in another section.
  static std::optional<CredentialKey> Of(std::string_view key);

  /// True when git applies it to some URL with the scheme, host and port of
  /// \a url. `*` in a pattern matches one label of a host.
  bool ConcernsHostOf(std::string_view url) const;

  /// True when git applies it to \a url.
  bool AppliesTo(std::string_view url) const;
};

/// The `credential` settings for one URL.
struct HelperChain {
  std::vector<ConfigEntry> helpers;     ///< After the last reset.
  bool was_reset = false;               ///< By an empty `helper`.
  bool uses_path = false;               ///< `useHttpPath`.
  std::optional<std::string> username;  ///< For URLs without a user.
};

/// The settings for \a url in \a entries, which are in git's order.
HelperChain HelperChainFor(const std::vector<ConfigEntry>& entries,
                           const std::string& url);

/// The path of the file in which \a entry is; empty when it has no origin.
std::string FileOf(const ConfigEntry& entry);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_GIT_CREDENTIAL_CONFIG_H_
