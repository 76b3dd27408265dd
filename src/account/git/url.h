// SPDX-License-Identifier: Apache-2.0
// URLs in git's configuration, which may contain a user name and a token.

#ifndef HF_SRC_ACCOUNT_GIT_URL_H_
#define HF_SRC_ACCOUNT_GIT_URL_H_

#include <optional>
#include <string>
#include <string_view>

#include "src/system/secret.h"

namespace hf {

/// The parts of a URL, not decoded; valid while its text exists.
struct Url {
  std::string_view scheme;
  std::optional<std::string_view> userinfo;  ///< User and password.
  std::optional<std::string_view> user;      ///< Before the first ':'.
  std::optional<std::string_view> password;  ///< After the first ':'.
  std::string_view host;  ///< With the port, if there is one.
  std::string_view path;  ///< Without the slash before it.

  /// The token in the URL, decoded: the password, or the user if that may be a
  /// token. Nothing when there is none.
  std::optional<SecretString> Token() const;

  /// The URL without user and password, and without its query, which may also
  /// contain a token.
  std::string WithoutUserinfo() const;
};

/// The parts of \a text; nothing when it has no `SCHEME://`.
std::optional<Url> SplitUrl(std::string_view text);

/// \a text with `%41` as `A`; an invalid escape stays as it is.
SecretString PercentDecoded(std::string_view text);

/// \a text with all characters escaped except those that are unreserved in RFC
/// 3986.
SecretString PercentEncoded(std::string_view text);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_GIT_URL_H_
