// SPDX-License-Identifier: Apache-2.0
// How the token that a refresh got reaches the store or the keyring, although
// steps may fail or the program be killed: the old refresh token is spent.

#ifndef HF_SRC_ACCOUNT_TOKENS_RENEWAL_H_
#define HF_SRC_ACCOUNT_TOKENS_RENEWAL_H_

#include <functional>
#include <optional>

#include "src/store/locked_store.h"
#include "src/store/refresh_journal.h"
#include "src/store/store_paths.h"
#include "src/store/token_store.h"
#include "src/system/environment.h"

namespace hf {

/// Puts \a renewed in the place of its `previous_token`, in all sections that
/// hold that, or in the keyring. Tries three times. Done also when the store
/// has no such token any more: a person has logged out.
Result<void> SaveRenewal(const Environment& environment,
                         const LockedStore& store, const StoredToken& renewed);

/// Removes \a journal, which is empty or whose token the store has. Before
/// SucceedActive(): a token file that still has the old token is what makes the
/// next run look.
void Discard(const RefreshJournal& journal);

/// Lets \a token follow its `previous_token` as the active one, if that is
/// active. Fails, after three tries, as ReadActiveToken and WriteActiveToken;
/// the next refresh does it then.
Result<void> SucceedActive(const LockedStore& store, const StoredToken& token);

/// All places where a renewed token of this store may wait to be saved.
std::vector<RefreshJournal> JournalsOf(const Environment& environment,
                                       const StorePaths& paths);

/// Saves the renewed tokens that wait, and removes the journals; also those
/// whose login is gone and those that are not whole. False when one still
/// waits, for the store cannot be written: its journal must not be replaced.
bool SettleRenewals(const Environment& environment, const LockedStore& store);

/// The same under a lock of its own, if a token waits and no other process
/// holds the lock; else all stays as it is.
void SettleRenewalsIfAny(const Environment& environment,
                         const StorePaths& paths);

/// The renewed token that waits for the one that is \a token, or nothing.
/// Changes nothing, and needs no lock.
std::optional<StoredToken> WaitingFor(const Environment& environment,
                                      const StorePaths& paths,
                                      std::string_view token);

/// Removes each journal that \a is_unwanted says yes to, and those that are not
/// whole. Only while holding the store's lock.
Result<void> DropRenewals(
    const Environment& environment, const StorePaths& paths,
    const std::function<bool(const StoredToken&)>& is_unwanted);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TOKENS_RENEWAL_H_
