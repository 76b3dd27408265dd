// SPDX-License-Identifier: Apache-2.0
// The token response of the Hub's token endpoint (RFC 6749 §5.1, hub-contract
// §12-§14).

#ifndef HF_SRC_ACCOUNT_OAUTH_TOKEN_RESPONSE_H_
#define HF_SRC_ACCOUNT_OAUTH_TOKEN_RESPONSE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "src/account/api/json_reader.h"
#include "src/hub/endpoint.h"
#include "src/system/secret.h"

namespace hf {

struct TokenResponse {
  SecretString token;
  std::optional<SecretString> refresh_token;
  std::optional<std::int64_t> expires_in;  ///< Seconds, 1 to ten years.
};

/// The tokens in \a json; nothing when there is no access token, or IsToken()
/// is false for it, so that it cannot be stored and sent. A refresh token or
/// lifetime that is not valid is left out.
std::optional<TokenResponse> ParseTokenResponse(const JsonObject& json);

/// The URL of the token endpoint of \a hub.
std::string TokenEndpoint(const Endpoint& hub);

/// The OAuth client ID of the Hub's own command line, `hf`, because this
/// program and `hf` use the same stored tokens.
inline constexpr std::string_view kClientId =
    "26be6b09-91c5-47da-9861-d2d2bb7a7e36";

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_OAUTH_TOKEN_RESPONSE_H_
