// SPDX-License-Identifier: Apache-2.0
#include "src/account/oauth/token_response.h"

#include "src/hub/access_token.h"

namespace hf {

std::optional<TokenResponse> ParseTokenResponse(const JsonObject& json) {
  constexpr std::int64_t kTenYears = 10LL * 365 * 86'400;
  const auto token = json.FindText("access_token");
  if (!token || !IsToken(*token)) return std::nullopt;
  TokenResponse tokens;
  tokens.token = *token;
  const auto refresh = json.FindText("refresh_token");
  if (refresh && IsRefreshToken(*refresh)) tokens.refresh_token = *refresh;
  const auto seconds = json.FindInteger("expires_in");
  if (seconds && *seconds > 0 && *seconds <= kTenYears) {
    tokens.expires_in = *seconds;
  }
  return tokens;
}

std::string TokenEndpoint(const Endpoint& hub) {
  return hub.url() + "/oauth/token";
}

}  // namespace hf
