// SPDX-License-Identifier: Apache-2.0
#include "src/account/refresh.h"

#include <time.h>

#include "src/account/grant.h"
#include "src/account/http_client.h"
#include "src/account/hub_answer.h"
#include "src/account/hub_of_token.h"
#include "src/account/our_keyring.h"
#include "src/active_token.h"
#include "src/keyring_names.h"
#include "src/locked_store.h"
#include "src/message.h"
#include "src/trace.h"

namespace hf {
namespace {

/// Git waits for this request; a person would not wait longer either.
constexpr int kMostSeconds = 10;

/// What the Hub gives for \a token's refresh token.
Result<Grant> AskForGrant(HttpClient& client, const Endpoint& hub,
                          const StoredToken& token) {
  const SecretString form = EncodeForm(
      {{"grant_type", "refresh_token"},
       {"refresh_token", *token.refresh_token},
       {"client_id",
        token.client_id ? std::string_view(*token.client_id) : kClientId}});
  Result<HttpAnswer> answer = client.Post(TokenUrl(hub), kFormType, form);
  if (!answer.ok()) return answer.error();
  const Result<JsonObject> said = JsonObject::Parse(answer.value().body);
  if (said.ok()) {
    if (auto grant = GrantIn(said.value())) return std::move(*grant);
    if (said.value().FindText("error") == "invalid_grant") {
      return Error{Problem::kRefused,
                   "the Hub does not prolong this login any more",
                   "log in again with 'git-credential-hf login'"};
    }
  }
  Result<JsonObject> read =
      ReadHubAnswer(answer.value(), hub, *token.refresh_token);
  if (!read.ok()) return read.error();
  return Error{Problem::kRefused, hub.url() + " gave no new token"};
}

/// True when another process tried not long ago: whoever waited for the lock
/// meanwhile need not try, too. A valid token can wait longer.
bool WasJustTried(const StoredToken& token, std::int64_t began) {
  constexpr std::int64_t kPause = 300;  // As Python's.
  if (!token.refresh_tried_at) return false;
  const std::int64_t tried = *token.refresh_tried_at;
  if (tried > time(nullptr)) return false;  // A clock that was set back.
  return tried >= began || (!token.IsExpired() && tried + kPause > began);
}

/// Until when \a grant, asked for at \a began, is good. A Hub that does not say
/// gives as long as before; when that was not recorded, an hour more than the
/// margin, so that we ask again soon.
std::int64_t ExpiryOf(const Grant& grant, const StoredToken& token,
                      std::int64_t began) {
  constexpr std::int64_t kUnknown = 90'000;  // 25 hours.
  return began + grant.expires_in.value_or(token.lifetime.value_or(kUnknown));
}

/// \a token, as \a grant makes it.
StoredToken Renewed(const StoredToken& token, const Grant& grant,
                    std::int64_t began) {
  StoredToken renewed = token;
  renewed.previous_token = token.token;
  renewed.token = grant.token;
  if (grant.refresh_token) renewed.refresh_token = grant.refresh_token;
  renewed.expires_at = ExpiryOf(grant, token, began);
  if (grant.expires_in) renewed.lifetime = grant.expires_in;
  return renewed;
}

/// Puts \a renewed in the place of \a token. The keyring comes before what is
/// written down of it, for only the keyring has what must not be lost.
Result<void> Save(const Environment& environment, const LockedStore& store,
                  const StoredToken& token, const StoredToken& renewed) {
  if (token.in_keyring) {
    const KeyringProgram keyring = OurKeyring(environment);
    Result<void> kept = keyring.Keep(renewed);
    // The old refresh token is spent: a service that died may be back by now.
    if (!kept.ok()) kept = keyring.Keep(renewed);
    if (!kept.ok()) return kept;
  }
  return UpdateRecord(store, token, [&](IniSection& section) {
    section.Set(kExpiresAtKey, std::to_string(*renewed.expires_at));
    section.Remove(kRefreshTriedAtKey);
    section.Remove(kRejectedAtKey);
    if (token.in_keyring) return;
    section.Set(kTokenKey, renewed.token);
    section.Set(kRefreshTokenKey, *renewed.refresh_token);
    if (renewed.lifetime) {
      section.Set(kLifetimeKey, std::to_string(*renewed.lifetime));
    }
    section.Set(kPreviousTokenKey, *renewed.previous_token);
  });
}

/// Lets \a token follow its predecessor as the active one.
Result<void> Succeed(const LockedStore& store, const StoredToken& token) {
  if (!token.previous_token || token.in_keyring) return {};
  Result<std::optional<ActiveToken>> active = ReadActiveToken(store.paths());
  if (!active.ok()) return active.error();
  if (!active.value() || active.value()->token != *token.previous_token) {
    return {};
  }
  return WriteActiveToken(store, token.token);
}

/// Writes down that we try. A store that cannot be written would lose the new
/// refresh token when the old one is spent, so that shows before.
Result<void> NoteTry(const LockedStore& store, const StoredToken& token) {
  const std::string now = std::to_string(time(nullptr));
  return UpdateRecord(store, token, [&](IniSection& section) {
    section.Set(kRefreshTriedAtKey, now);
  });
}

Result<void> Refresh(const Environment& environment, const LockedStore& store,
                     const StoredToken& token, const Endpoint& hub) {
  Result<Endpoint> recorded =
      token.endpoint ? Endpoint::Parse(*token.endpoint) : Result<Endpoint>(hub);
  if (!recorded.ok()) return recorded.error();
  Trace(environment)
      .Say("refreshing '" + token.name + "' at " + recorded.value().url());
  Result<HttpClient> client = HttpClient::Open(environment, kMostSeconds);
  if (!client.ok()) return client.error();
  Result<void> noted = NoteTry(store, token);
  if (!noted.ok()) return noted;
  const std::int64_t began = time(nullptr);
  Result<Grant> grant = AskForGrant(client.value(), recorded.value(), token);
  if (!grant.ok()) return grant.error();
  const StoredToken renewed = Renewed(token, grant.value(), began);
  Result<void> saved = Save(environment, store, token, renewed);
  if (!saved.ok()) return saved;
  return Succeed(store, renewed);
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
  if (filed && filed->IsOrWas(seen.token)) return filed;
  if (seen.name.empty()) {
    for (StoredToken& found : tokens.value().Mentioning(seen.token)) {
      if (found.IsOrWas(seen.token)) return {std::move(found)};
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

}  // namespace

Result<void> RefreshToken(const Environment& environment,
                          const StorePaths& paths, const SeenToken& seen,
                          const Endpoint& hub, RefreshWhen when) {
  const std::int64_t began = time(nullptr);
  Result<LockedStore> store = LockedStore::Acquire(paths);
  if (!store.ok()) return store.error();
  const auto found = FindSeen(environment, store.value(), seen);
  if (!found.ok()) return found.error();
  const std::optional<StoredToken>& token = found.value();
  if (!token) return {};
  Result<void> healed = Succeed(store.value(), *token);
  if (!healed.ok() || token->token != seen.token) return healed;
  const bool wanted =
      when == RefreshWhen::kAtOnce
          ? token->refresh_token && !token->refresh_token->empty()
          : token->IsRefreshDue();
  if (!wanted) return {};
  if (when == RefreshWhen::kDue && WasJustTried(*token, began)) {
    if (!token->IsExpired()) return {};
    return Error{Problem::kUnreachable,
                 "another process has just failed to refresh it"};
  }
  return Refresh(environment, store.value(), *token, hub);
}

StoredToken RefreshForPeople(const Environment& environment,
                             const StorePaths& paths,
                             const StoredToken& token) {
  if (!token.IsRefreshDue() && !IsUnfinished(paths, token)) return token;
  Result<Endpoint> hub = token.endpoint ? Endpoint::Parse(*token.endpoint)
                                        : HubOfToken(environment, std::nullopt);
  const Result<void> done =
      hub.ok() ? RefreshToken(environment, paths, {token.name, token.token},
                              hub.value())
               : Result<void>(hub.error());
  if (!done.ok()) {
    PrintNotice("could not refresh the token '" + token.name +
                "': " + done.error().message);
    return token;
  }
  return ReadAgain(environment, paths, token).value_or(token);
}

}  // namespace hf
