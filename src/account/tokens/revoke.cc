// SPDX-License-Identifier: Apache-2.0
#include "src/account/tokens/revoke.h"

#include <time.h>
#include <unistd.h>

#include <algorithm>

#include "src/account/api/http_client.h"
#include "src/account/api/identity.h"
#include "src/account/api/revocation.h"
#include "src/account/tokens/trusted_hub.h"
#include "src/lookup/token_record.h"

namespace hf {
namespace {

constexpr time_t kMostSeconds = 15;  // To ask about all tokens.

bool Has(const std::vector<Endpoint>& hubs, const Endpoint& hub) {
  return std::find(hubs.begin(), hubs.end(), hub) != hubs.end();
}

std::vector<Endpoint> HubsOfAll(const std::vector<RevocableToken>& tokens) {
  std::vector<Endpoint> hubs;
  for (const RevocableToken& token : tokens) {
    for (const Endpoint& hub : token.hubs) {
      if (!Has(hubs, hub)) hubs.push_back(hub);
    }
  }
  return hubs;
}

/// The secrets that only \a hub, of all Hubs, may get with this request.
std::vector<SecretString> SecretsFor(
    const Endpoint& hub, const std::vector<RevocableToken>& tokens) {
  std::vector<SecretString> secrets;
  for (const RevocableToken& token : tokens) {
    if (!Has(token.hubs, hub)) continue;
    secrets.push_back(token.token);
    if (!token.refresh_token.empty()) secrets.push_back(token.refresh_token);
  }
  return secrets;
}

/// Asks \a hub until it does not know \a token any more, or until \a deadline,
/// but at least once.
Result<void> AwaitRevocation(HttpClient& client, const Endpoint& hub,
                             const SecretString& token, time_t deadline) {
  constexpr unsigned kMostWait = 5;
  for (unsigned wait = 1;; wait = std::min(wait + 1, kMostWait)) {
    const auto identity = AskIdentity(client, hub, token);
    if (!identity.ok()) {
      Error error = identity.error();
      error.problem = Problem::kUnreachable;
      error.message = "it is not certain that it is revoked: " + error.message;
      return error;
    }
    if (!identity.value()) return {};
    if (time(nullptr) + wait > deadline) break;
    sleep(wait);
  }
  return Error{Problem::kRefused, "it is still valid",
               "revoke it at " + hub.url() + "/settings/tokens"};
}

void RevokeAt(const Endpoint& hub, const Environment& environment,
              const std::vector<RevocableToken>& tokens,
              std::vector<Revocation>& revocations) {
  Result<HttpClient> client = HttpClient::Open(environment, 10);
  Result<void> accepted =
      client.ok()
          ? RequestRevocation(client.value(), hub, SecretsFor(hub, tokens))
          : Result<void>(client.error());
  const time_t deadline = time(nullptr) + kMostSeconds;
  for (const RevocableToken& token : tokens) {
    if (!Has(token.hubs, hub)) continue;
    revocations.push_back(
        {token.label, hub,
         accepted.ok()
             ? AwaitRevocation(client.value(), hub, token.token, deadline)
             : accepted});
  }
}

}  // namespace

Result<std::vector<Endpoint>> HubsThatMayRevoke(const Context& context,
                                                const SavedTokens& saved,
                                                const StoredToken& token) {
  auto recorded = HubsOf(saved.store, saved.paths.tokens, token);
  if (!recorded.ok() || !recorded.value().empty()) return recorded;
  Result<Endpoint> hub = TrustedHubFor(context, {});
  if (!hub.ok()) return hub.error();
  return std::vector{std::move(hub).value()};
}

std::vector<Revocation> RevokeTokens(
    const Environment& environment, const std::vector<RevocableToken>& tokens) {
  std::vector<Revocation> revocations;
  for (const Endpoint& hub : HubsOfAll(tokens)) {
    RevokeAt(hub, environment, tokens, revocations);
  }
  return revocations;
}

}  // namespace hf
