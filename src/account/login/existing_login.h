// SPDX-License-Identifier: Apache-2.0
// Finds out if the user is logged in already.

#ifndef HF_SRC_ACCOUNT_LOGIN_EXISTING_LOGIN_H_
#define HF_SRC_ACCOUNT_LOGIN_EXISTING_LOGIN_H_

#include <optional>

#include "src/account/login/attempt.h"

namespace hf {

/// The login that the user has at the Hub of \a attempt. Nothing when there is
/// no token, it has expired or was rejected, or it may not be sent to this Hub:
/// it is recorded for another one, or for none and this Hub is neither the
/// official one nor configured. Fails as ReadSavedTokens(), and when the token
/// is in the keyring and the keyring fails.
Result<std::optional<LoginResult>> FindLogin(const Attempt& attempt);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_LOGIN_EXISTING_LOGIN_H_
