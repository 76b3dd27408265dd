// SPDX-License-Identifier: Apache-2.0
// How `login` gets a token: from a browser, a script or a paste.

#ifndef HF_SRC_ACCOUNT_LOGIN_OBTAIN_TOKEN_H_
#define HF_SRC_ACCOUNT_LOGIN_OBTAIN_TOKEN_H_

#include <optional>

#include "src/account/login/attempt.h"
#include "src/account/login/save_login.h"

namespace hf {

/// Gets a token as the options say or the user chooses, and verifies it unless
/// the options have --no-verify. Saves nothing. Nothing when the user chooses
/// no way to log in.
Result<std::optional<NewLogin>> ObtainToken(const Attempt& attempt);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_LOGIN_OBTAIN_TOKEN_H_
