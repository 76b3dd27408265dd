// SPDX-License-Identifier: Apache-2.0
// Which token is the active one: that of the token file, else the one that is
// marked among the keyring's. Exactly one of the two is left.

#ifndef HF_SRC_ACCOUNT_TOKENS_ACTIVATE_H_
#define HF_SRC_ACCOUNT_TOKENS_ACTIVATE_H_

#include "hf/result.h"
#include "src/store/locked_store.h"
#include "src/store/token_store.h"

namespace hf {

/// Makes \a token, which the store or the keyring has, the active one. A crash
/// in between leaves the token of before.
Result<void> Activate(const LockedStore& store, const StoredToken& token);

/// Makes \a token one that a user saved, if git stored it, and takes back that
/// the Hub rejected it: a user who chooses it may know better.
Result<void> Adopt(const LockedStore& store, const StoredToken& token);

/// Lets no token be the active one, if \a token is or the one that it replaced.
Result<void> Deactivate(const LockedStore& store, const StoredToken& token);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TOKENS_ACTIVATE_H_
