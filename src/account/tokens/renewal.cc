// SPDX-License-Identifier: Apache-2.0
#include "src/account/tokens/renewal.h"

#include <time.h>

#include "src/account/tokens/keyring_tokens.h"
#include "src/hub/endpoint.h"
#include "src/store/active_token.h"
#include "src/store/keyring_names.h"
#include "src/store/store_paths.h"
#include "src/system/runtime_directory.h"

namespace hf {
namespace {

/// Until \a step is done, at most three times: a disk may be full for a moment,
/// and a service that died may be back.
template <typename Step>
Result<void> Insist(Step step) {
  constexpr int kMostTries = 3;
  constexpr timespec kPause = {0, 200'000'000};
  Result<void> done = step();
  for (int tries = 1; !done.ok() && tries < kMostTries; ++tries) {
    nanosleep(&kPause, nullptr);
    done = step();
  }
  return done;
}

/// What our own file says of a token of the keyring. That the keyring has it is
/// enough; an old date here only misleads `list`.
Result<void> NoteInOurs(const LockedStore& store, const StoredToken& renewed) {
  return UpdateRecord(store, renewed, [&](IniSection& section) {
    section.Set(kExpiresAtKey, std::to_string(*renewed.expires_at));
    section.Remove(kRefreshTriedAtKey);
    section.Remove(kRejectedAtKey);
  });
}

void Renew(IniSection& section, const StoredToken& renewed) {
  section.Set(kTokenKey, renewed.token);
  section.Set(kRefreshTokenKey, *renewed.refresh_token);
  section.Set(kExpiresAtKey, std::to_string(*renewed.expires_at));
  if (renewed.lifetime) {
    section.Set(kLifetimeKey, std::to_string(*renewed.lifetime));
  }
  section.Set(kPreviousTokenKey, *renewed.previous_token);
  section.Remove(kRefreshTriedAtKey);
  section.Remove(kRejectedAtKey);
}

/// True when \a store still has the token that \a renewed replaces, of the Hub
/// that gave it.
bool IsWanted(const TokenStore& store, const StoredToken& renewed) {
  const Result<Endpoint> giver = Endpoint::Parse(*renewed.endpoint);
  if (!giver.ok()) return false;
  bool is_there = false;
  for (const StoredToken& token : store.Mentioning(*renewed.previous_token)) {
    if (token.token != *renewed.previous_token) continue;
    if (!token.MayGoTo(giver.value())) return false;
    is_there = true;
  }
  return is_there;
}

/// False when it has to wait on.
bool Settle(const Environment& environment, const LockedStore& store,
            const RefreshJournal& journal, const StoredToken& renewed) {
  const Result<TokenStore> tokens = store.Read();
  if (!tokens.ok()) return false;
  const bool is_wanted = IsWanted(tokens.value(), renewed);
  if (is_wanted && !SaveRenewal(environment, store, renewed).ok()) return false;
  Discard(journal);
  // What fails here is done by the next refresh, without the journal.
  if (is_wanted) static_cast<void>(SucceedActive(store, renewed).ok());
  return true;
}

}  // namespace

void Discard(const RefreshJournal& journal) {
  // One that stays is found to be done, and removed, by the next run.
  static_cast<void>(Insist([&] { return journal.Remove(); }).ok());
}

Result<void> SaveRenewal(const Environment& environment,
                         const LockedStore& store, const StoredToken& renewed) {
  if (renewed.in_keyring) {
    const KeyringProgram keyring = KeyringFor(environment);
    Result<void> kept = Insist([&] { return keyring.Keep(renewed); });
    if (!kept.ok()) return kept;
    static_cast<void>(Insist([&] { return NoteInOurs(store, renewed); }).ok());
    return {};
  }
  return Insist([&] {
    return store.UpdateToken(*renewed.previous_token, [&](IniSection& section) {
      Renew(section, renewed);
    });
  });
}

Result<void> SucceedActive(const LockedStore& store, const StoredToken& token) {
  if (!token.previous_token || token.in_keyring) return {};
  const auto is_active = [&]() -> Result<bool> {
    const auto active = ReadActiveToken(store.paths());
    if (!active.ok()) return active.error();
    return active.value() && active.value()->token == *token.previous_token;
  };
  const Result<bool> active = is_active();
  if (!active.ok()) return active.error();
  if (!active.value()) return {};
  return Insist([&] { return WriteActiveToken(store, token.token); });
}

std::vector<RefreshJournal> JournalsOf(const Environment& environment,
                                       const StorePaths& paths) {
  std::vector<RefreshJournal> journals;
  journals.push_back(RefreshJournal::Beside(paths));
  if (const auto runtime = RuntimeDirectory(environment)) {
    journals.push_back(RefreshJournal::In(*runtime, paths));
  }
  return journals;
}

bool SettleRenewals(const Environment& environment, const LockedStore& store) {
  bool is_settled = true;
  for (const RefreshJournal& journal : JournalsOf(environment, store.paths())) {
    if (!journal.Exists()) continue;
    const std::optional<StoredToken> renewed = journal.Read();
    if (!renewed) {
      Discard(journal);
    } else if (!Settle(environment, store, journal, *renewed)) {
      is_settled = false;
    }
  }
  return is_settled;
}

void SettleRenewalsIfAny(const Environment& environment,
                         const StorePaths& paths) {
  for (const RefreshJournal& journal : JournalsOf(environment, paths)) {
    if (!journal.Exists()) continue;
    const Result<LockedStore> store =
        LockedStore::Acquire(paths, LockWait::kNone);
    if (store.ok()) SettleRenewals(environment, store.value());
    return;
  }
}

std::optional<StoredToken> WaitingFor(const Environment& environment,
                                      const StorePaths& paths,
                                      std::string_view token) {
  for (const RefreshJournal& journal : JournalsOf(environment, paths)) {
    std::optional<StoredToken> renewed = journal.Read();
    if (renewed && *renewed->previous_token == token) return renewed;
  }
  return std::nullopt;
}

Result<void> DropRenewals(
    const Environment& environment, const StorePaths& paths,
    const std::function<bool(const StoredToken&)>& is_unwanted) {
  for (const RefreshJournal& journal : JournalsOf(environment, paths)) {
    if (!journal.Exists()) continue;
    const std::optional<StoredToken> renewed = journal.Read();
    if (renewed && !is_unwanted(*renewed)) continue;
    Result<void> removed = journal.Remove();
    if (!removed.ok()) return removed;
  }
  return {};
}

}  // namespace hf
