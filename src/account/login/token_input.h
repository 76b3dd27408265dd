// SPDX-License-Identifier: Apache-2.0
// Reads an access token that the user or a script gives to `login`, but never
// from an argument (security.md K).

#ifndef HF_SRC_ACCOUNT_LOGIN_TOKEN_INPUT_H_
#define HF_SRC_ACCOUNT_LOGIN_TOKEN_INPUT_H_

#include <string>

#include "hf/result.h"
#include "src/hub/endpoint.h"
#include "src/system/secret.h"

namespace hf {

// All functions clean the text with CleanToken(), as the token file and the
// variables are cleaned: line ends, also those of Windows, and blanks around
// the token are not part of it. They fail with kRefused for a line end inside
// the text and for any other character that a token cannot have, so that no
// part of a token is saved as a token. They also refuse the tokens of
// organisations, which cannot be used with git.

/// Asks on the terminal, which does not show the token, and prints the page
/// where \a hub makes tokens. Refuses a line that is so long that the terminal
/// may have cut it. Fails with kUnavailable when there is no terminal.
Result<SecretString> AskForToken(const Endpoint& hub);

/// All of stdin; AskForToken() when stdin is a terminal.
Result<SecretString> ReadTokenFromStdin(const Endpoint& hub);

/// The content of the file \a path.
Result<SecretString> ReadTokenFromFile(const std::string& path);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_LOGIN_TOKEN_INPUT_H_
