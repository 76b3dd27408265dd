// SPDX-License-Identifier: Apache-2.0
// Saves the new token of a refresh in the store or the keyring. The Hub accepts
// a refresh token only once, so the new one must not be lost when a step fails
// or the program is killed: it is in a journal until it is saved.

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

/// Replaces the `previous_token` of \a renewed with \a renewed, in all sections
/// that contain it, or in the keyring. Tries three times. Succeeds also when
/// the store does not have that token any more, because the user has logged
/// out.
Result<void> SaveRenewal(const Environment& environment,
                         const LockedStore& store, const StoredToken& renewed);

/// Removes \a journal, which is empty or whose token is in the store. Call it
/// before SucceedActive(): the next run notices an unfinished renewal by the
/// old token in the token file.
void Discard(const RefreshJournal& journal);

/// Makes \a token active if its `previous_token` is active. Fails, after three
/// tries, as ReadActiveToken() and WriteActiveToken(); then the next refresh
/// does it.
Result<void> SucceedActive(const LockedStore& store, const StoredToken& token);

/// All journals in which a renewed token of this store may be.
std::vector<RefreshJournal> JournalsOf(const Environment& environment,
                                       const StorePaths& paths);

/// Saves the renewed tokens of the journals and removes the journals, also
/// those whose login was removed and those that are incomplete. False when a
/// token could not be saved because the store cannot be written; its journal
/// stays and must not be replaced.
bool SettleRenewals(const Environment& environment, const LockedStore& store);

/// The same, but takes the lock itself. Does nothing when there is no journal
/// or another process has the lock.
void SettleRenewalsIfAny(const Environment& environment,
                         const StorePaths& paths);

/// The renewed token for \a token in a journal, or nothing. Changes nothing and
/// needs no lock.
std::optional<StoredToken> WaitingFor(const Environment& environment,
                                      const StorePaths& paths,
                                      std::string_view token);

/// Removes each journal for whose token \a is_unwanted is true, and those that
/// are incomplete. The caller must hold the store's lock.
Result<void> DropRenewals(
    const Environment& environment, const StorePaths& paths,
    const std::function<bool(const StoredToken&)>& is_unwanted);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TOKENS_RENEWAL_H_
