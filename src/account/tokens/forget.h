// SPDX-License-Identifier: Apache-2.0
// Forgetting tokens in steps that may be cut off: first nothing uses them any
// more, last goes what says that they are there, so that the same can be asked
// for again until all is done.

#ifndef HF_SRC_ACCOUNT_TOKENS_FORGET_H_
#define HF_SRC_ACCOUNT_TOKENS_FORGET_H_

#include <vector>

#include "src/account/tokens/saved_tokens.h"
#include "src/store/store_paths.h"
#include "src/system/environment.h"

namespace hf {

/// What a person wants to forget, with the secrets that the keyring has.
struct Forgetting {
  const Environment& environment;
  const StorePaths& paths;
  std::vector<StoredToken> tokens;
  bool all = false;  ///< Also a token file that no section is for.
};

/// Lets none of the tokens be the active one, nor come back by a refresh that
/// was cut off.
Result<void> EndUse(const Forgetting& forgetting);

/// Removes the tokens, after EndUse(): from the store, then from the keyring.
/// Other sections that hold the same token keep what was recorded of its Hub.
/// What was saved under one of the names meanwhile stays. Fails, naming what is
/// left, when the keyring does not forget.
Result<void> RemoveTokens(const Forgetting& forgetting);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TOKENS_FORGET_H_
