// SPDX-License-Identifier: Apache-2.0
#include "src/account/oauth/refresh_grant.h"

#include <time.h>

#include "src/account/api/api_response.h"
#include "src/account/oauth/token_response.h"

namespace hf {
namespace {

/// What the Hub gives for \a token's refresh token.
Result<TokenResponse> AskForGrant(HttpClient& client, const Endpoint& hub,
                                  const StoredToken& token) {
  const SecretString form = EncodeForm(
      {{"grant_type", "refresh_token"},
       {"refresh_token", *token.refresh_token},
       {"client_id",
        token.client_id ? std::string_view(*token.client_id) : kClientId}});
  Result<HttpResponse> answer =
      client.Post(TokenEndpoint(hub), kFormType, form);
  if (!answer.ok()) return answer.error();
  const Result<JsonObject> said = JsonObject::Parse(answer.value().body);
  if (said.ok()) {
    if (auto grant = ParseTokenResponse(said.value())) return std::move(*grant);
    if (said.value().FindText("error") == "invalid_grant") {
      return Error{Problem::kRefused,
                   "the Hub does not prolong this login any more",
                   "log in again with 'git-credential-hf login'"};
    }
  }
  Result<JsonObject> read =
      ReadApiResponse(answer.value(), hub, *token.refresh_token);
  if (!read.ok()) return read.error();
  return Error{Problem::kRefused, hub.url() + " gave no new token"};
}

/// Until when \a grant, asked for at \a began, is good. A Hub that does not say
/// gives as long as before; when that was not recorded, an hour more than the
/// margin, so that we ask again soon.
std::int64_t ExpiryOf(const TokenResponse& grant, const StoredToken& token,
                      std::int64_t began) {
  constexpr std::int64_t kUnknown = 90'000;  // 25 hours.
  return began + grant.expires_in.value_or(token.lifetime.value_or(kUnknown));
}

/// \a token, as \a grant of \a hub makes it.
StoredToken Renewed(const StoredToken& token, const Endpoint& hub,
                    const TokenResponse& grant, std::int64_t began) {
  StoredToken renewed = token;
  if (!token.in_keyring) renewed.endpoint = hub.url();
  renewed.rejected_at.reset();
  renewed.previous_token = token.token;
  renewed.token = grant.token;
  if (grant.refresh_token) renewed.refresh_token = grant.refresh_token;
  renewed.expires_at = ExpiryOf(grant, token, began);
  if (grant.expires_in) renewed.lifetime = grant.expires_in;
  return renewed;
}

}  // namespace

Result<StoredToken> AskToRenew(HttpClient& client, const Endpoint& hub,
                               const StoredToken& token) {
  const std::int64_t began = time(nullptr);
  const Result<TokenResponse> grant = AskForGrant(client, hub, token);
  if (!grant.ok()) return grant.error();
  return Renewed(token, hub, grant.value(), began);
}

}  // namespace hf
