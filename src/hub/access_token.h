// SPDX-License-Identifier: Apache-2.0
// The text of a token: cleaned as Python cleans it, checked before it is sent,
// masked for messages.

#ifndef HF_SRC_HUB_ACCESS_TOKEN_H_
#define HF_SRC_HUB_ACCESS_TOKEN_H_

#include <string>
#include <string_view>

#include "src/system/secret.h"

namespace hf {

/// The user name that the Hub's own tools send. The Hub authenticates the token
/// and ignores the name.
inline constexpr std::string_view kDefaultUsername = "hf_user";

/// \a text without any CR or LF and without white space at its ends
/// (hub-contract §4). Empty when \a text has nothing else.
SecretString CleanToken(std::string_view text);

/// Why \a text, which a user or a command gave as a token, is none; empty when
/// CleanToken() makes a token of it. Stricter than CleanToken(), which joins
/// lines: here two lines may be two tokens.
std::string FaultOfToken(std::string_view text);

/// \a text with `****` in place of every word that is certainly a token of the
/// Hub: its prefix and at least 16 more characters.
std::string HideTokens(std::string_view text);

/// True when \a token may be sent and stored: `[A-Za-z0-9._~+/=-]{1,8192}`.
/// Such a text cannot add a field or a header.
bool IsToken(std::string_view token);

/// True when \a text can be a refresh token: printable ASCII without blanks,
/// at most 8,192 bytes.
bool IsRefreshToken(std::string_view text);

/// True when the prefix of \a token says that the Hub accepts it as Bearer
/// only.
bool IsBearerToken(std::string_view token);

/// True when the prefix of \a token says that it is of an organisation, which
/// cannot log in.
bool IsOfOrganisation(std::string_view token);

/// True when \a name, given as a user name or a token's name, may be a token
/// itself. Messages must not show it then. False for `hf_user`.
bool MayBeToken(std::string_view name);

/// `****` and the last four characters of a token of 20 characters or more;
/// only `****` for a shorter one, of which four would be too many.
std::string Mask(std::string_view token);

}  // namespace hf

#endif  // HF_SRC_HUB_ACCESS_TOKEN_H_
