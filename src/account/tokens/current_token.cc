// SPDX-License-Identifier: Apache-2.0
#include "src/account/tokens/current_token.h"

#include "src/account/oauth/token_exchange.h"
#include "src/account/tokens/keyring_tokens.h"
#include "src/account/tokens/refresh.h"
#include "src/account/tokens/saved_tokens.h"
#include "src/account/tokens/trusted_hub.h"
#include "src/hub/access_token.h"
#include "src/hub/repository.h"
#include "src/lookup/choose_token.h"
#include "src/lookup/environment_token.h"
#include "src/lookup/token_choice.h"
#include "src/lookup/token_record.h"
#include "src/lookup/token_source.h"
#include "src/store/owner_rules.h"
#include "src/store/store_paths.h"
#include "src/text/trace.h"

namespace hf {
namespace {

Result<CurrentToken> FromExchange(const Context& context,
                                  const std::string& repository) {
  // The job's identity is a secret that is recorded for no Hub.
  Result<Endpoint> hub = TrustedHubFor(context, {});
  if (!hub.ok()) return hub.error();
  Result<ExchangedToken> token =
      ExchangeIdentity(context.environment, hub.value(), repository);
  if (!token.ok()) return token.error();
  CurrentToken used;
  used.token = std::move(token.value().token);
  used.origin = "HF_OIDC_RESOURCE";
  used.from_environment = true;
  used.hubs = {hub.value()};
  used.expires_at = token.value().expires_at;
  return used;
}

/// \a stored for \a repository, refreshed if that is due; it may be sent only
/// to \a hubs.
Result<CurrentToken> FromStore(const Context& context,
                               const StoredToken& stored,
                               std::vector<Endpoint> hubs,
                               const std::string& repository,
                               Notices& notices) {
  Result<StoredToken> loaded =
      WithSecrets(context.environment, stored, repository);
  if (!loaded.ok()) return loaded.error();
  const StoredToken token = RefreshIfDue(context, loaded.value(), notices);
  if (token.rejected_at) return TokenIsRejected(token.name);
  if (token.IsExpired()) return TokenHasExpired(token.name);
  CurrentToken used;
  used.token = token.token;
  used.name = token.name;
  used.origin = OriginOf(token, context.paths.value().tokens);
  used.hubs = std::move(hubs);
  used.expires_at = token.expires_at;
  return used;
}

/// The Hubs that are recorded for the active token.
Result<std::vector<Endpoint>> RecordedHubsOfActive(const StorePaths& paths) {
  Result<std::optional<ActiveToken>> active = ReadActiveToken(paths);
  if (!active.ok()) return active.error();
  if (active.value()) {
    return RecordedHubs(TokenStore::Read(paths.tokens), paths.tokens,
                        active.value()->token);
  }
  const Result<OutsideTokens> names = ReadOutsideTokens(paths);
  if (!names.ok()) return names.error();
  const StoredToken* kept = names.value().Active();
  if (!kept) return std::vector<Endpoint>();
  return HubsOf(TokenStore(), paths.tokens, *kept);
}

/// The Hub for which to choose a token, when the active one is recorded for
/// \a recorded. The Hub of HF_ENDPOINT counts only if the token may go there.
Endpoint HubToAskFor(const Context& context,
                     const std::vector<Endpoint>& recorded) {
  Result<Endpoint> hub = TrustedHubFor(context, recorded);
  if (hub.ok()) return std::move(hub).value();
  return recorded.empty() ? Endpoint::Official() : recorded.front();
}

/// The token that git would get for \a request. The active token is recorded
/// for \a recorded. Fails with kNoSuchToken when there is none.
Result<CurrentToken> FromChoice(const Context& context,
                                const TokenRequest& request,
                                const std::vector<Endpoint>& recorded,
                                Notices& notices) {
  const Result<StorePaths>& paths = context.paths;
  auto choice = ChooseToken(context.environment, request, notices);
  if (!choice.ok()) return choice.error();
  if (!choice.value()) return NotLoggedIn();
  const TokenChoice& chosen = *choice.value();
  const std::string repository =
      RepositoryIn(request.hub.PathBelow(request.path.value_or("")));
  if (chosen.outside) {
    return FromStore(context, *chosen.outside, {request.hub}, repository,
                     notices);
  }
  const Result<TokenStore> store = TokenStore::Read(paths.value().tokens);
  const auto stored =
      store.ok() ? store.value().Find(chosen.name) : std::nullopt;
  if (stored) {
    auto bound = RecordedHubs(store, paths.value().tokens, stored->token);
    if (!bound.ok()) return bound.error();
    return FromStore(context, *stored, std::move(bound).value(), repository,
                     notices);
  }
  CurrentToken used;
  used.token = chosen.token;
  used.origin = chosen.origin;
  used.hubs = recorded;
  return used;
}

/// The token that git would get at the Hub of the active token.
Result<CurrentToken> FromActiveToken(const Context& context, Notices& notices) {
  if (!context.paths.ok()) return context.paths.error();
  const auto recorded = RecordedHubsOfActive(context.paths.value());
  if (!recorded.ok()) return recorded.error();
  const Endpoint hub = HubToAskFor(context, recorded.value());
  return FromChoice(context, {hub}, recorded.value(), notices);
}

/// Traces the decision with the same text as ChooseToken().
void TraceDecision(const Trace& trace, TokenSource source,
                   const std::string& remark) {
  trace.Say("* " + std::string(NameOf(source)) + ": " + remark);
}

/// The token of a job or of a variable, which come before all stored ones.
Result<std::optional<CurrentToken>> FromEnvironment(
    const Context& context, const std::string& repository = {}) {
  const Trace trace(context.environment);
  if (context.environment.Has("HF_OIDC_RESOURCE")) {
    Result<CurrentToken> exchanged = FromExchange(context, repository);
    if (!exchanged.ok()) return exchanged.error();
    return {std::move(exchanged).value()};
  }
  Result<std::optional<EnvironmentToken>> variable =
      TokenInEnvironment(context.environment);
  if (!variable.ok()) return variable.error();
  if (!variable.value()) return {std::nullopt};
  TraceDecision(trace, TokenSource::kEnvironment,
                std::string(variable.value()->variable) + " is set");
  CurrentToken used;
  used.token = std::move(variable.value()->token);
  used.origin = variable.value()->variable;
  used.from_environment = true;
  return {std::move(used)};
}

}  // namespace

Result<CurrentToken> FindCurrentToken(const Context& context,
                                      Notices& notices) {
  auto token = FromEnvironment(context);
  if (!token.ok()) return token.error();
  if (token.value()) return std::move(*token.value());
  return FromActiveToken(context, notices);
}

Result<CurrentToken> FindTokenFor(const Context& context,
                                  const std::optional<std::string>& words,
                                  Notices& notices) {
  std::optional<std::string> subject;
  if (words) {
    const Result<std::string> parsed = ParseSubject(*words);
    if (!parsed.ok()) return parsed.error();
    subject = parsed.value();
  }
  auto token = FromEnvironment(context, RepositoryIn(words.value_or("")));
  if (!token.ok()) return token.error();
  if (token.value()) {
    if (subject) AddOverride(context.environment, notices);
    return std::move(*token.value());
  }
  if (!context.paths.ok()) return context.paths.error();
  if (!context.hub.ok()) return context.hub.error();
  const Endpoint& hub = context.hub.value();
  const auto recorded = RecordedHubsOfActive(context.paths.value());
  if (!recorded.ok()) return recorded.error();
  Result<CurrentToken> chosen = FromChoice(
      context, {hub, std::nullopt, subject}, recorded.value(), notices);
  if (chosen.ok() || chosen.error().problem != Problem::kNoSuchToken ||
      recorded.value().empty() || Allow(recorded.value(), hub)) {
    return chosen;
  }
  return Error{Problem::kNoSuchToken, "there is no token for " + hub.url(),
               "the active token is for " + recorded.value().front().url() +
                   "; to use it, set HF_ENDPOINT to this Hub"};
}

Result<CurrentToken> FindTokenNamed(const Context& context,
                                    const std::string& name, Notices& notices) {
  Result<SavedTokens> saved = ReadSavedTokens(context, notices);
  if (!saved.ok()) return saved.error();
  const std::optional<StoredToken> token = saved.value().Find(name);
  if (!token) return NoSuchToken(saved.value(), name);
  if (!token->IsOutside() && !IsToken(token->token)) {
    return Error{Problem::kNoSuchToken, "'" + name + "' holds no token"};
  }
  const StorePaths& paths = saved.value().paths;
  auto hubs = HubsOf(saved.value().store, paths.tokens, *token);
  if (!hubs.ok()) return hubs.error();
  return FromStore(context, *token, std::move(hubs).value(), {}, notices);
}

Result<Endpoint> HubOf(const Context& context, const CurrentToken& used) {
  return TrustedHubFor(context, used.hubs);
}

}  // namespace hf
