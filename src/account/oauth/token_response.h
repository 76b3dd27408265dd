// SPDX-License-Identifier: Apache-2.0
// What the Hub's token endpoint gives (RFC 6749 §5.1, hub-contract §12-§14).

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

/// The grant that \a answer holds; nothing when it has no access token, or one
/// that could not be stored and sent.
std::optional<TokenResponse> ParseTokenResponse(const JsonObject& answer);

/// The Hub's token endpoint.
std::string TokenEndpoint(const Endpoint& hub);

/// As whom we ask for grants: the Hub's own command line, whose tokens we
/// share.
inline constexpr std::string_view kClientId =
    "26be6b09-91c5-47da-9861-d2d2bb7a7e36";

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_OAUTH_TOKEN_RESPONSE_H_
