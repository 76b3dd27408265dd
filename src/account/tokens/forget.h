// SPDX-License-Identifier: Apache-2.0
// Removes tokens in steps that may be interrupted: first the tokens become
// inactive and lose their rules, last their records are removed, so that a
// second logout finds what is left.

#ifndef HF_SRC_ACCOUNT_TOKENS_FORGET_H_
#define HF_SRC_ACCOUNT_TOKENS_FORGET_H_

#include <vector>

#include "src/account/tokens/saved_tokens.h"
#include "src/store/owner_rules.h"
#include "src/store/store_paths.h"
#include "src/system/environment.h"

namespace hf {

/// The tokens to remove, with their secrets from the keyring.
struct Forgetting {
  const Environment& environment;
  const StorePaths& paths;
  std::vector<StoredToken> tokens;
  bool all = false;  ///< Also a token file whose token is in no section.
};

/// Makes the tokens inactive, and removes the rules that name them and new
/// tokens of interrupted refreshes that would replace them. A rule whose name
/// another token has stays. Returns the removed rules.
Result<std::vector<OwnerRule>> EndUse(const Forgetting& forgetting);

/// Removes the tokens from the store, then the commands, then the tokens from
/// the keyring. Call EndUse() before. Other sections with the same token keep
/// the record of its Hub. A token that was saved under one of the names
/// meanwhile stays. When the keyring fails, the error names the tokens that are
/// left.
Result<void> RemoveTokens(const Forgetting& forgetting);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TOKENS_FORGET_H_
