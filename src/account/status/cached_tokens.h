// SPDX-License-Identifier: Apache-2.0
// Copies of tokens in git-credential-cache(1).

#ifndef HF_SRC_ACCOUNT_STATUS_CACHED_TOKENS_H_
#define HF_SRC_ACCOUNT_STATUS_CACHED_TOKENS_H_

#include "src/account/status/issue.h"
#include "src/account/status/plaintext_tokens.h"
#include "src/account/status/status_target.h"

namespace hf {

/// Adds an issue when a helper `cache` of git's configuration holds a password
/// for the Hub of \a target. Asks no other helper: it may open a window, or run
/// a command of the user. The fix imports the token into \a stores, and the
/// helper forgets it.
void CheckCachedTokens(const GitContext& context, const StatusTarget& target,
                       const TokenStores& stores, Issues& issues);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_CACHED_TOKENS_H_
