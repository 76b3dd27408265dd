// SPDX-License-Identifier: Apache-2.0
#include "src/account/oauth/refresh_grant.h"

#include <time.h>

#include "src/account/api/api_response.h"
#include "src/account/oauth/token_response.h"

namespace hf {
namespace {

Result<TokenResponse> RequestTokens(HttpClient& client, const Endpoint& hub,
                                    const StoredToken& token) {
  const SecretString form = EncodeForm(
      {{"grant_type", "refresh_token"},
       {"refresh_token", *token.refresh_token},
       {"client_id",
        token.client_id ? std::string_view(*token.client_id) : kClientId}});
  Result<HttpResponse> response =
      client.Post(TokenEndpoint(hub), kFormType, form);
  if (!response.ok()) return response.error();
  const Result<JsonObject> json = JsonObject::Parse(response.value().body);
  if (json.ok()) {
    if (auto tokens = ParseTokenResponse(json.value())) {
      return std::move(*tokens);
    }
    if (json.value().FindText("error") == "invalid_grant") {
      return Error{Problem::kRefused,
                   "the Hub does not renew this login any more",
                   "log in again with 'git-credential-hf login'"};
    }
  }
  Result<JsonObject> checked =
      ReadApiResponse(response.value(), hub, *token.refresh_token);
  if (!checked.ok()) return checked.error();
  return Error{Problem::kRefused, hub.url() + " gave no new token"};
}

/// When \a response, requested at \a began, expires (Unix seconds). If the Hub
/// sends no lifetime, it is assumed to be the same as before. If that is not
/// known either, 25 hours: one hour more than the margin for renewal, so that
/// the next renewal comes soon.
std::int64_t ExpiryOf(const TokenResponse& response, const StoredToken& token,
                      std::int64_t began) {
  constexpr std::int64_t kDefaultLifetime = 90'000;  // 25 hours.
  return began + response.expires_in.value_or(
                     token.lifetime.value_or(kDefaultLifetime));
}

/// \a token with the tokens of \a response in place of its own.
StoredToken Renewed(const StoredToken& token, const Endpoint& hub,
                    const TokenResponse& response, std::int64_t began) {
  StoredToken renewed = token;
  if (!token.in_keyring) renewed.endpoint = hub.url();
  renewed.rejected_at.reset();
  renewed.previous_token = token.token;
  renewed.token = response.token;
  if (response.refresh_token) renewed.refresh_token = response.refresh_token;
  renewed.expires_at = ExpiryOf(response, token, began);
  if (response.expires_in) renewed.lifetime = response.expires_in;
  return renewed;
}

}  // namespace

Result<StoredToken> RequestRenewal(HttpClient& client, const Endpoint& hub,
                                   const StoredToken& token) {
  const std::int64_t began = time(nullptr);
  const Result<TokenResponse> response = RequestTokens(client, hub, token);
  if (!response.ok()) return response.error();
  return Renewed(token, hub, response.value(), began);
}

}  // namespace hf
