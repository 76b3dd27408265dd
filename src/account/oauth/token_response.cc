// SPDX-License-Identifier: Apache-2.0
#include "src/account/oauth/token_response.h"

#include "src/hub/access_token.h"

namespace hf {

std::optional<TokenResponse> ParseTokenResponse(const JsonObject& answer) {
  constexpr std::int64_t kTenYears = 10LL * 365 * 86'400;
  const auto token = answer.FindText("access_token");
  if (!token || !IsToken(*token)) return std::nullopt;
  TokenResponse grant;
  grant.token = *token;
  const auto refresh = answer.FindText("refresh_token");
  if (refresh && IsRefreshToken(*refresh)) grant.refresh_token = *refresh;
  const auto seconds = answer.FindInteger("expires_in");
  if (seconds && *seconds > 0 && *seconds <= kTenYears) {
    grant.expires_in = *seconds;
  }
  return grant;
}

std::string TokenEndpoint(const Endpoint& hub) {
  return hub.url() + "/oauth/token";
}

}  // namespace hf
