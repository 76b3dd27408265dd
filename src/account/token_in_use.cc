// SPDX-License-Identifier: Apache-2.0
#include "src/account/token_in_use.h"

#include "src/account/exchange.h"
#include "src/account/hub_of_token.h"
#include "src/account/our_keyring.h"
#include "src/account/refresh.h"
#include "src/account/saved_tokens.h"
#include "src/choice.h"
#include "src/token_sources.h"
#include "src/token_text.h"
#include "src/trace.h"

namespace hf {
namespace {

Result<TokenInUse> FromExchange(const Environment& environment) {
  // The job's identity is a secret, too, and belongs to no endpoint yet.
  Result<Endpoint> hub = HubOfToken(environment, std::nullopt);
  if (!hub.ok()) return hub.error();
  Result<ExchangedToken> token = ExchangeIdentity(environment, hub.value());
  if (!token.ok()) return token.error();
  TokenInUse used;
  used.token = std::move(token.value().token);
  used.origin = "HF_OIDC_RESOURCE";
  used.from_environment = true;
  used.endpoint = hub.value().url();
  used.expires_at = token.value().expires_at;
  return used;
}

Result<TokenInUse> FromStore(const Environment& environment,
                             const StorePaths& paths,
                             const StoredToken& stored) {
  Result<StoredToken> loaded = WithSecrets(environment, stored);
  if (!loaded.ok()) return loaded.error();
  const StoredToken token =
      RefreshForPeople(environment, paths, loaded.value());
  if (token.rejected_at) return TokenIsRejected(token.name);
  if (token.IsExpired()) return TokenHasExpired(token.name);
  TokenInUse used;
  used.token = token.token;
  used.name = token.name;
  used.origin = token.in_keyring ? "the keyring" : paths.tokens;
  used.endpoint = token.endpoint;
  used.expires_at = token.expires_at;
  return used;
}

Result<TokenInUse> FromActiveToken(const Environment& environment) {
  Result<StorePaths> paths = FindStore(environment);
  if (!paths.ok()) return paths.error();
  Result<std::optional<ActiveToken>> active = ReadActiveToken(paths.value());
  if (!active.ok()) return active.error();
  if (!active.value()) {
    const Result<KeyringNames> names = ReadKeyringNames(paths.value());
    if (!names.ok()) return names.error();
    const StoredToken* kept = names.value().Active();
    return kept ? FromStore(environment, paths.value(), *kept) : NotLoggedIn();
  }
  const SecretString& token = active.value()->token;
  // A store that does not parse says nothing; the token file stands for itself.
  const Result<TokenStore> store = TokenStore::Read(paths.value().tokens);
  if (store.ok()) {
    for (const StoredToken& stored : store.value().Mentioning(token)) {
      if (!stored.IsOrWas(token)) continue;
      return FromStore(environment, paths.value(), stored);
    }
  }
  TokenInUse used;
  used.token = token;
  used.origin = paths.value().token;
  return used;
}

/// In the words of ChooseToken().
void SayDecision(const Trace& trace, TokenSource source,
                 const std::string& remark) {
  trace.Say("* " + std::string(NameOf(source)) + ": " + remark);
}

}  // namespace

Result<TokenInUse> FindTokenInUse(const Environment& environment) {
  const Trace trace(environment);
  if (environment.Has("HF_OIDC_RESOURCE")) return FromExchange(environment);
  Result<std::optional<EnvironmentToken>> variable =
      TokenInEnvironment(environment);
  if (!variable.ok()) return variable.error();
  if (!variable.value()) {
    Result<TokenInUse> active = FromActiveToken(environment);
    if (active.ok())
      SayDecision(trace, TokenSource::kActive, "'" + active.value().name + "'");
    return active;
  }
  SayDecision(trace, TokenSource::kEnvironment,
              std::string(variable.value()->variable) + " is set");
  TokenInUse used;
  used.token = std::move(variable.value()->token);
  used.origin = variable.value()->variable;
  used.from_environment = true;
  return used;
}

Result<TokenInUse> FindTokenCalled(const Environment& environment,
                                   const std::string& name) {
  Result<SavedTokens> saved = ReadSavedTokens(environment);
  if (!saved.ok()) return saved.error();
  const std::optional<StoredToken> token = saved.value().Find(name);
  if (!token) return NoSuchToken(saved.value(), name);
  if (!token->in_keyring && !IsToken(token->token)) {
    return Error{Problem::kNoSuchToken, "'" + name + "' holds no token"};
  }
  return FromStore(environment, saved.value().paths, *token);
}

Result<Endpoint> HubOf(const Environment& environment, const TokenInUse& used) {
  return HubOfToken(environment, used.endpoint);
}

}  // namespace hf
