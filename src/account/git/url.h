// SPDX-License-Identifier: Apache-2.0
// URLs as people and git's configuration write them, with a user and perhaps a
// token in them.

#ifndef HF_SRC_ACCOUNT_GIT_URL_H_
#define HF_SRC_ACCOUNT_GIT_URL_H_

#include <optional>
#include <string>
#include <string_view>

#include "src/system/secret.h"

namespace hf {

/// A URL's parts as they are written; valid as long as its text.
struct Url {
  std::string_view scheme;
  std::optional<std::string_view> userinfo;  ///< User and password.
  std::optional<std::string_view> user;      ///< What is before the first ':'.
  std::optional<std::string_view> password;  ///< What is behind it.
  std::string_view host;  ///< With the port, if there is one.
  std::string_view path;  ///< Without the slash before it.

  /// The token that it carries, decoded, as password or in place of a user; or
  /// nothing.
  std::optional<SecretString> Token() const;

  /// The same without user and password, and without a query, which may hold a
  /// token, too.
  std::string WithoutUserinfo() const;
};

/// Nothing for what has no `SCHEME://`.
std::optional<Url> SplitUrl(std::string_view text);

/// \a text with `%41` as `A`; an escape that is none stays.
SecretString PercentDecoded(std::string_view text);

/// \a text with everything escaped that RFC 3986 does not call unreserved.
SecretString PercentEncoded(std::string_view text);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_GIT_URL_H_
