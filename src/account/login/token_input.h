// SPDX-License-Identifier: Apache-2.0
// An access token that a person or a script hands to `login`: whole, unchanged,
// and never through an argument (security.md K).

#ifndef HF_SRC_ACCOUNT_LOGIN_TOKEN_INPUT_H_
#define HF_SRC_ACCOUNT_LOGIN_TOKEN_INPUT_H_

#include <string>

#include "hf/result.h"
#include "src/hub/endpoint.h"
#include "src/system/secret.h"

namespace hf {

// One line end after the token is not part of it. Whatever else does not belong
// into a token is kRefused rather than cut off: half a token would be kept as
// if it were one. So are the tokens of organisations, which the Hub takes from
// programs of its own only.

/// Asks on the terminal, where nothing is shown; says where \a hub makes
/// tokens. Also refuses a line as long as terminals can cut one off.
Result<SecretString> AskForToken(const Endpoint& hub);

/// All of stdin; what is typed, when that is a terminal.
Result<SecretString> ReadTokenFromStdin(const Endpoint& hub);

/// All of the file \a path.
Result<SecretString> ReadTokenFromFile(const std::string& path);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_LOGIN_TOKEN_INPUT_H_
