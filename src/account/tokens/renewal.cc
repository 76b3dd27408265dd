// SPDX-License-Identifier: Apache-2.0
#include "src/account/tokens/renewal.h"

#include <time.h>

#include "src/account/tokens/keyring_tokens.h"
#include "src/hub/endpoint.h"
#include "src/store/active_token.h"
#include "src/store/outside_tokens.h"
#include "src/store/store_paths.h"
#include "src/system/runtime_directory.h"

namespace hf {
namespace {

/// Runs \a step until it succeeds, at most three times: a full disk may have
/// space again, and a service may have started again.
template <typename Step>
Result<void> Retry(Step step) {
  constexpr int kMaxTries = 3;
  constexpr timespec kPause = {0, 200'000'000};
  Result<void> done = step();
  for (int tries = 1; !done.ok() && tries < kMaxTries; ++tries) {
    nanosleep(&kPause, nullptr);
    done = step();
  }
  return done;
}

/// Updates the record of a keyring token in the state file. A failure is not
/// important: the keyring has the token, and only `list` shows an old date.
Result<void> UpdateStateFile(const LockedStore& store,
                             const StoredToken& renewed) {
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

/// True when \a store still has the token that \a renewed replaces, recorded
/// for the Hub from which \a renewed comes.
bool IsWanted(const TokenStore& store, const StoredToken& renewed) {
  const Result<Endpoint> hub = Endpoint::Parse(*renewed.endpoint);
  if (!hub.ok()) return false;
  bool is_there = false;
  for (const StoredToken& token : store.Mentioning(*renewed.previous_token)) {
    if (token.token != *renewed.previous_token) continue;
    if (!token.MayGoTo(hub.value())) return false;
    is_there = true;
  }
  return is_there;
}

/// False when \a renewed could not be saved and stays in \a journal.
bool Settle(const Environment& environment, const LockedStore& store,
            const RefreshJournal& journal, const StoredToken& renewed) {
  const Result<TokenStore> tokens = store.Read();
  if (!tokens.ok()) return false;
  const bool is_wanted = IsWanted(tokens.value(), renewed);
  if (is_wanted && !SaveRenewal(environment, store, renewed).ok()) return false;
  Discard(journal);
  // If this fails, the next refresh does it, without the journal.
  if (is_wanted) static_cast<void>(SucceedActive(store, renewed).ok());
  return true;
}

}  // namespace

void Discard(const RefreshJournal& journal) {
  // If this fails, the next run removes it.
  static_cast<void>(Retry([&] { return journal.Remove(); }).ok());
}

Result<void> SaveRenewal(const Environment& environment,
                         const LockedStore& store, const StoredToken& renewed) {
  if (renewed.in_keyring) {
    const KeyringProgram keyring = KeyringFor(environment);
    Result<void> kept = Retry([&] { return keyring.Keep(renewed); });
    if (!kept.ok()) return kept;
    static_cast<void>(
        Retry([&] { return UpdateStateFile(store, renewed); }).ok());
    return {};
  }
  return Retry([&] {
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
  return Retry([&] { return WriteActiveToken(store, token.token); });
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
