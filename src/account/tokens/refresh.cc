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
#include "src/store/keyring_names.h"
#include "src/store/locked_store.h"
#include "src/store/refresh_journal.h"
#include "src/store/store_paths.h"
#include "src/text/message.h"
#include "src/text/trace.h"

namespace hf {
namespace {

/// Git waits for this request; a person would not wait longer either.
constexpr int kMostSeconds = 10;

/// True when another process has tried while this one waited for the lock.
bool WasJustTried(const LockedStore& store, const StoredToken& token,
                  std::int64_t began) {
  return store.has_waited() && token.refresh_tried_at &&
         *token.refresh_tried_at >= began &&
         *token.refresh_tried_at <= time(nullptr);
}

/// Writes down that we try. A store that cannot be written would lose the new
/// refresh token when the old one is spent, so that shows before.
Result<void> NoteTry(const LockedStore& store, const StoredToken& token) {
  const std::string now = std::to_string(time(nullptr));
  return UpdateRecord(store, token, [&](IniSection& section) {
    section.Set(kRefreshTriedAtKey, now);
  });
}

/// Where \a renewed is written down at last, so that the next run saves it;
/// empty when that is nowhere.
std::string KeepElsewhere(const Environment& environment,
                          const StorePaths& paths, const StoredToken& renewed) {
  if (renewed.in_keyring) return {};
  for (RefreshJournal& journal : JournalsOf(environment, paths)) {
    if (journal.Prepare().ok() && journal.Fill(renewed).ok()) {
      return journal.path();
    }
  }
  return {};
}

void SayUnsaved(const std::string& name, const Error& why,
                const std::string& where) {
  std::string text = "the token '" + name +
                     "' is refreshed, but could not be saved: " + why.message;
  if (!where.empty()) {
    PrintNotice(text + "; until it can, it is kept in '" + where + "'");
    return;
  }
  PrintNotice(text + "; it is used this once");
  PrintHint("this login is over: log in again with 'git-credential-hf login'");
}

/// Takes care of \a renewed, which is nowhere yet. The \a journal is prepared,
/// unless the keyring has this token.
Refreshed Keep(const Environment& environment, const LockedStore& store,
               const RefreshJournal& journal, const StoredToken& renewed) {
  const bool is_noted = !renewed.in_keyring && journal.Fill(renewed).ok();
  const Result<void> saved = SaveRenewal(environment, store, renewed);
  if (!saved.ok()) {
    SayUnsaved(renewed.name, saved.error(),
               is_noted ? journal.path()
                        : KeepElsewhere(environment, store.paths(), renewed));
    return {renewed};
  }
  if (!renewed.in_keyring) Discard(journal);
  const Result<void> followed = SucceedActive(store, renewed);
  if (!followed.ok()) {
    PrintNotice("the token '" + renewed.name +
                "' is refreshed, but not yet in the token file: " +
                followed.error().message);
  }
  return {};
}

/// \a asked, unless \a token is recorded for other Hubs.
Result<Endpoint> HubToAsk(const Result<TokenStore>& store,
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
      HubToAsk(store.Read(), store.paths(), token, asked);
  if (!hub.ok()) return hub.error();
  Trace(environment)
      .Say("refreshing '" + token.name + "' at " + hub.value().url());
  Result<HttpClient> client = HttpClient::Open(environment, kMostSeconds);
  if (!client.ok()) return client.error();
  Result<void> ready = NoteTry(store, token);
  RefreshJournal journal = RefreshJournal::Beside(store.paths());
  if (ready.ok() && !token.in_keyring) ready = journal.Prepare();
  if (!ready.ok()) return ready.error();
  const Result<StoredToken> renewed =
      AskToRenew(client.value(), hub.value(), token);
  if (renewed.ok()) return Keep(environment, store, journal, renewed.value());
  if (!token.in_keyring) Discard(journal);
  return renewed.error();
}

/// True when a run was killed before the token file had \a token, too.
bool IsUnfinished(const StorePaths& paths, const StoredToken& token) {
  if (!token.previous_token || token.in_keyring) return false;
  const auto active = ReadActiveToken(paths);
  return active.ok() && active.value() &&
         active.value()->token == *token.previous_token;
}

/// The token that was \a seen as it is now, with its secrets: the store's, or
/// the keyring's of that name if the store does not have it.
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
  Result<KeyringNames> names = ReadKeyringNames(store.paths());
  if (!names.ok()) return names.error();
  const StoredToken* kept = names.value().Find(seen.name);
  if (!kept) return filed;
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

/// The new one of the token that was seen, if an earlier run got it and could
/// not save it, and it may go to that Hub.
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
                 "what an earlier refresh got could not be saved yet"};
  }
  const auto found = FindSeen(environment, store, seen);
  if (!found.ok()) return found.error();
  const std::optional<StoredToken>& token = found.value();
  if (!token) return Refreshed{};
  Result<void> healed = SucceedActive(store, *token);
  if (!healed.ok()) return healed.error();
  const bool wanted =
      when == RefreshWhen::kAtOnce
          ? token->refresh_token && !token->refresh_token->empty()
          : token->IsRefreshDue();
  if (token->token != seen.token || !wanted) return Refreshed{};
  if (when == RefreshWhen::kDue && WasJustTried(store, *token, began)) {
    return Error{Problem::kUnreachable,
                 "another process has just failed to refresh it"};
  }
  return Refresh(environment, store, *token, hub);
}

/// Without the lock, because of \a why.
Result<Refreshed> DoWithout(const RefreshRequest& request,
                            const StorePaths& paths, const Error& why) {
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
                    : DoWithout(request, paths, store.error());
}

StoredToken RefreshOrWarn(const Context& context, const StoredToken& token) {
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
    PrintNotice("could not refresh the token '" + token.name +
                "': " + done.error().message);
    return token;
  }
  if (done.value().unsaved) return *done.value().unsaved;
  return ReadAgain(environment, paths, token).value_or(token);
}

}  // namespace hf
