// SPDX-License-Identifier: Apache-2.0
#include "src/account/tokens/refresh.h"

#include <time.h>

#include "src/account/api/http_client.h"
#include "src/account/oauth/refresh_grant.h"
#include "src/account/tokens/keyring_tokens.h"
#include "src/account/tokens/renewal.h"
#include "src/account/tokens/trusted_hub.h"
#include "src/lookup/token_record.h"
#include "src/store/active_token.h"
#include "src/store/locked_store.h"
#include "src/store/outside_tokens.h"
#include "src/store/refresh_journal.h"
#include "src/store/store_paths.h"
#include "src/text/message.h"
#include "src/text/trace.h"

namespace hf {
namespace {

/// A short time limit, because git or the user waits.
constexpr int kMaxSeconds = 10;

/// True when another process has tried while this one waited for the lock.
bool WasJustTried(const LockedStore& store, const StoredToken& token,
                  std::int64_t began) {
  return store.has_waited() && token.refresh_tried_at &&
         *token.refresh_tried_at >= began &&
         *token.refresh_tried_at <= time(nullptr);
}

/// Records the attempt in the store. This fails if the store cannot be written,
/// before the request uses up the old refresh token and the new one is lost.
Result<void> RecordTry(const LockedStore& store, const StoredToken& token) {
  const std::string now = std::to_string(time(nullptr));
  return UpdateRecord(store, token, [&](IniSection& section) {
    section.Set(kRefreshTriedAtKey, now);
  });
}

/// Writes \a renewed to any journal that can be written, so that the next run
/// saves it in the store. Returns the path; empty when it could not be written.
std::string SaveInOtherJournal(const Environment& environment,
                               const StorePaths& paths,
                               const StoredToken& renewed) {
  if (renewed.in_keyring) return {};
  for (RefreshJournal& journal : JournalsOf(environment, paths)) {
    if (journal.Prepare().ok() && journal.Fill(renewed).ok()) {
      return journal.path();
    }
  }
  return {};
}

Notice UnsavedNotice(const std::string& name, const Error& why,
                     const std::string& where) {
  std::string text = "the token '" + name +
                     "' is refreshed, but could not be saved: " + why.message;
  if (!where.empty()) {
    return {text + "; until it can, it is kept in '" + where + "'"};
  }
  return {text + "; it is used once and then lost",
          "log in again with 'git-credential-hf login'"};
}

/// Saves \a renewed, first in \a journal and then in the store or the keyring.
/// The caller has prepared \a journal, unless the token is in the keyring.
Refreshed SaveRenewed(const Environment& environment, const LockedStore& store,
                      const RefreshJournal& journal,
                      const StoredToken& renewed) {
  const bool is_in_journal = !renewed.in_keyring && journal.Fill(renewed).ok();
  const Result<void> saved = SaveRenewal(environment, store, renewed);
  if (!saved.ok()) {
    const std::string where =
        is_in_journal ? journal.path()
                      : SaveInOtherJournal(environment, store.paths(), renewed);
    return {renewed, {UnsavedNotice(renewed.name, saved.error(), where)}};
  }
  if (!renewed.in_keyring) Discard(journal);
  const Result<void> followed = SucceedActive(store, renewed);
  if (followed.ok()) return {};
  return {std::nullopt,
          {{"the token '" + renewed.name +
            "' is refreshed, but not yet in the token file: " +
            followed.error().message}}};
}

/// The Hub that refreshes \a token: \a asked, unless \a token is recorded for
/// other Hubs.
Result<Endpoint> RefreshHub(const Result<TokenStore>& store,
                            const StorePaths& paths, const StoredToken& token,
                            const Endpoint& asked) {
  if (token.endpoint) return Endpoint::Parse(*token.endpoint);
  const auto recorded = RecordedHubs(store, paths.tokens, token.token);
  if (!recorded.ok()) return recorded.error();
  if (Allow(recorded.value(), asked)) return asked;
  return recorded.value().front();
}

Result<Refreshed> Refresh(const Environment& environment,
                          const LockedStore& store, const StoredToken& token,
                          const Endpoint& asked) {
  const Result<Endpoint> hub =
      RefreshHub(store.Read(), store.paths(), token, asked);
  if (!hub.ok()) return hub.error();
  Trace(environment)
      .Say("refreshing '" + token.name + "' at " + hub.value().url());
  Result<HttpClient> client = HttpClient::Open(environment, kMaxSeconds);
  if (!client.ok()) return client.error();
  Result<void> ready = RecordTry(store, token);
  RefreshJournal journal = RefreshJournal::Beside(store.paths());
  if (ready.ok() && !token.in_keyring) ready = journal.Prepare();
  if (!ready.ok()) return ready.error();
  const Result<StoredToken> renewed =
      RequestRenewal(client.value(), hub.value(), token);
  if (renewed.ok()) {
    return SaveRenewed(environment, store, journal, renewed.value());
  }
  if (!token.in_keyring) Discard(journal);
  return renewed.error();
}

/// True when a run was killed after it saved \a token in the store, and before
/// it wrote the token file.
bool IsUnfinished(const StorePaths& paths, const StoredToken& token) {
  if (!token.previous_token || token.in_keyring) return false;
  const auto active = ReadActiveToken(paths);
  return active.ok() && active.value() &&
         active.value()->token == *token.previous_token;
}

/// The current record of the token \a seen, with its secrets: from the store,
/// or from the keyring if the store does not have this name.
Result<std::optional<StoredToken>> FindSeen(const Environment& environment,
                                            const LockedStore& store,
                                            const SeenToken& seen) {
  Result<TokenStore> tokens = store.Read();
  if (!tokens.ok()) return tokens.error();
  auto filed = tokens.value().Find(seen.name);
  if (filed && filed->Matches(seen.token)) return filed;
  if (seen.name.empty()) {
    for (StoredToken& found : tokens.value().Mentioning(seen.token)) {
      if (found.Matches(seen.token)) return {std::move(found)};
    }
  }
  Result<OutsideTokens> names = ReadOutsideTokens(store.paths());
  if (!names.ok()) return names.error();
  const StoredToken* kept = names.value().Find(seen.name);
  if (!kept || kept->command) return filed;
  Result<StoredToken> loaded = WithSecrets(environment, *kept);
  if (!loaded.ok()) return loaded.error();
  return {std::move(loaded).value()};
}

struct RefreshRequest {
  const Environment& environment;
  const SeenToken& seen;
  const Endpoint& hub;
  RefreshWhen when;
  std::int64_t began;

  bool MayWait() const {
    return when == RefreshWhen::kAtOnce || !seen.is_valid;
  }
};

/// The new token of the requested one, if an earlier run has written it to a
/// journal and it may be sent to the requested Hub.
std::optional<Refreshed> FindWaiting(const RefreshRequest& request,
                                     const StorePaths& paths) {
  std::optional<StoredToken> waiting =
      WaitingFor(request.environment, paths, request.seen.token);
  if (!waiting || !waiting->MayGoTo(request.hub)) return std::nullopt;
  waiting->name = request.seen.name;
  return Refreshed{std::move(waiting)};
}

Result<Refreshed> RefreshUnderLock(const RefreshRequest& request,
                                   const LockedStore& store) {
  const auto& [environment, seen, hub, when, began] = request;
  if (!SettleRenewals(environment, store)) {
    if (auto waiting = FindWaiting(request, store.paths())) {
      return std::move(*waiting);
    }
    return Error{Problem::kUnavailable,
                 "a token from an earlier refresh is not saved yet"};
  }
  const auto found = FindSeen(environment, store, seen);
  if (!found.ok()) return found.error();
  const std::optional<StoredToken>& token = found.value();
  if (!token) return Refreshed{};
  Result<void> updated = SucceedActive(store, *token);
  if (!updated.ok()) return updated.error();
  const bool is_due =
      when == RefreshWhen::kAtOnce
          ? token->refresh_token && !token->refresh_token->empty()
          : token->IsRefreshDue();
  if (token->token != seen.token || !is_due) return Refreshed{};
  if (when == RefreshWhen::kDue && WasJustTried(store, *token, began)) {
    return Error{Problem::kUnreachable,
                 "another process has just failed to refresh it"};
  }
  return Refresh(environment, store, *token, hub);
}

/// For when the lock is not available, because of \a why.
Result<Refreshed> RefreshWithoutLock(const RefreshRequest& request,
                                     const StorePaths& paths,
                                     const Error& why) {
  if (auto waiting = FindWaiting(request, paths)) return std::move(*waiting);
  if (request.MayWait() || why.problem != Problem::kUnavailable) return why;
  Trace(request.environment).Say(why.message + "; it is still valid, and used");
  return Refreshed{};
}

}  // namespace

Result<Refreshed> RefreshToken(const Environment& environment,
                               const StorePaths& paths, const SeenToken& seen,
                               const Endpoint& hub, RefreshWhen when) {
  const RefreshRequest request{environment, seen, hub, when, time(nullptr)};
  const Result<LockedStore> store = LockedStore::Acquire(
      paths, request.MayWait() ? LockWait::kHalfAMinute : LockWait::kNone);
  return store.ok() ? RefreshUnderLock(request, store.value())
                    : RefreshWithoutLock(request, paths, store.error());
}

StoredToken RefreshIfDue(const Context& context, const StoredToken& token,
                         Notices& notices) {
  const Environment& environment = context.environment;
  const StorePaths& paths = context.paths.value();
  if (!token.IsRefreshDue() && !IsUnfinished(paths, token) &&
      !WaitingFor(environment, paths, token.token)) {
    return token;
  }
  Result<Endpoint> hub = token.endpoint ? Endpoint::Parse(*token.endpoint)
                                        : TrustedHubFor(context, {});
  const SeenToken seen{token.name, token.token, !token.IsExpired()};
  const Result<Refreshed> done =
      hub.ok() ? RefreshToken(environment, paths, seen, hub.value())
               : Result<Refreshed>(hub.error());
  if (!done.ok()) {
    notices.push_back({"could not refresh the token '" + token.name +
                       "': " + done.error().message});
    return token;
  }
  notices.insert(notices.end(), done.value().notices.begin(),
                 done.value().notices.end());
  if (done.value().unsaved) return *done.value().unsaved;
  return ReadAgain(environment, paths, token).value_or(token);
}

}  // namespace hf
