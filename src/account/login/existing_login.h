// SPDX-License-Identifier: Apache-2.0
// Who is logged in before `login` does anything.

#ifndef HF_SRC_ACCOUNT_LOGIN_EXISTING_LOGIN_H_
#define HF_SRC_ACCOUNT_LOGIN_EXISTING_LOGIN_H_

#include <optional>

#include "src/account/login/attempt.h"

namespace hf {

/// What logs the person in to \a attempt's Hub already; nothing when there is
/// no token, when it is dead or another Hub's, or when no Hub is recorded for
/// it and this one is neither the official one nor registered. Fails as
/// ReadSavedTokens, and when only the keyring could tell and does not.
Result<std::optional<LoginResult>> FindLogin(const Attempt& attempt);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_LOGIN_EXISTING_LOGIN_H_
