// SPDX-License-Identifier: Apache-2.0
// How `login` gets a token: from a browser, a script or a paste.

#ifndef HF_SRC_ACCOUNT_LOGIN_OBTAIN_TOKEN_H_
#define HF_SRC_ACCOUNT_LOGIN_OBTAIN_TOKEN_H_

#include <optional>

#include "src/account/login/attempt.h"
#include "src/account/login/save_login.h"

namespace hf {

/// Gets a token in the way that the options or the person choose, and verifies
/// it unless they say otherwise; nothing when they choose none. Nothing has
/// been saved when it fails.
Result<std::optional<NewLogin>> ObtainToken(const Attempt& attempt);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_LOGIN_OBTAIN_TOKEN_H_
