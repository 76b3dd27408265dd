// SPDX-License-Identifier: Apache-2.0
#include "src/helper/keyless.h"

#include "src/hub/access_token.h"
#include "src/hub/repository.h"
#include "src/lookup/job_identity.h"
#include "src/protocol/account_program.h"
#include "src/store/exchange_cache.h"
#include "src/text/record.h"

namespace hf {
namespace {

std::optional<ExchangedToken> Cached(const Environment& environment,
                                     const Endpoint& hub,
                                     const std::string& repository) {
  const auto identity = FindJobIdentity(environment, repository);
  if (!identity.ok()) return std::nullopt;
  return ExchangeCache::FindUnlocked(
      environment, AutomaticResource(environment, repository),
      {hub.url(), identity.value().resource, identity.value().secret});
}

/// A new token, from the account program, which prints why there is none.
std::optional<ExchangedToken> Exchange(const Endpoint& hub,
                                       const std::string& repository) {
  RecordWriter request;
  request.Add(field::kEndpoint, hub.url());
  if (!repository.empty()) request.Add(field::kPath, repository);
  const Result<Record> answer = RunOperation(kExchangeOperation, request);
  if (!answer.ok()) return std::nullopt;
  const auto expiry =
      ParseSeconds(answer.value().Find(field::kPasswordExpiryUtc).value_or(""));
  ExchangedToken token{
      SecretString(answer.value().Find(field::kPassword).value_or("")),
      expiry.value_or(0)};
  if (!IsToken(token.token)) return std::nullopt;
  return token;
}

}  // namespace

Result<std::optional<TokenChoice>> ExchangedTokenFor(
    const Environment& environment, const TokenRequest& wanted) {
  const std::string repository =
      RepositoryIn(wanted.hub.PathBelow(wanted.path.value_or("")));
  auto token = Cached(environment, wanted.hub, repository);
  if (!token) token = Exchange(wanted.hub, repository);
  if (!token) {
    return Error{
        Problem::kUnavailable,
        "git is told to stop, because HF_OIDC_RESOURCE allows no other "
        "token"};
  }
  TokenChoice choice;
  choice.token = std::move(token->token);
  choice.origin = "HF_OIDC_RESOURCE";
  choice.username = wanted.username.value_or(kDefaultUsername);
  choice.bearer = true;
  if (token->expires_at != 0) choice.expires_at = token->expires_at;
  return {std::move(choice)};
}

}  // namespace hf
