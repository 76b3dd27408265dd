// SPDX-License-Identifier: Apache-2.0
// Changes the active token: that of the token file, else the keyring token that
// is marked as active. These functions leave only one of the two.

#ifndef HF_SRC_ACCOUNT_TOKENS_ACTIVATE_H_
#define HF_SRC_ACCOUNT_TOKENS_ACTIVATE_H_

#include "hf/result.h"
#include "src/store/locked_store.h"
#include "src/store/token_store.h"

namespace hf {

/// Makes \a token, which is in the store or the keyring, the active token.
/// After a crash in between, the old token is still active.
Result<void> Activate(const LockedStore& store, const StoredToken& token);

/// Makes \a token a token that the user saved, if git stored it. Removes the
/// mark that the Hub rejected it, because the user has chosen it.
Result<void> Adopt(const LockedStore& store, const StoredToken& token);

/// Makes no token active, if \a token or the token that it replaced is active.
Result<void> Deactivate(const LockedStore& store, const StoredToken& token);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TOKENS_ACTIVATE_H_
