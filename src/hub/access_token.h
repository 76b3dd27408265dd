// SPDX-License-Identifier: Apache-2.0
// The text of a token: cleaned as Python cleans it, checked before it is shown
// to anyone, masked for people.

#ifndef HF_SRC_HUB_ACCESS_TOKEN_H_
#define HF_SRC_HUB_ACCESS_TOKEN_H_

#include <string>
#include <string_view>

#include "src/system/secret.h"

namespace hf {

/// The user name that the Hub's own tools give; it authenticates the token and
/// not the name.
inline constexpr std::string_view kDefaultUsername = "hf_user";

/// \a text without any CR or LF and without white space at its ends
/// (hub-contract §4). Empty when there is no token in it.
SecretString CleanToken(std::string_view text);

/// True when \a token may be answered, sent and stored:
/// `[A-Za-z0-9._~+/=-]{1,8192}`, so that it cannot carry a second field.
bool IsToken(std::string_view token);

/// True when \a text can be a refresh token: printable ASCII without blanks,
/// at most 8,192 bytes.
bool IsRefreshToken(std::string_view text);

/// True when the Hub takes \a token as Bearer only, by its prefix.
bool IsBearerToken(std::string_view token);

/// True when \a name, which stands where a user name or a token's name should,
/// may be a token itself: then no message repeats it. `hf_user` is not.
bool MayBeToken(std::string_view name);

/// `****last` for a token of 20 characters or more, else only `****`: four of a
/// short one would be too much of it.
std::string Mask(std::string_view token);

}  // namespace hf

#endif  // HF_SRC_HUB_ACCESS_TOKEN_H_
