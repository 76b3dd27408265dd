// SPDX-License-Identifier: Apache-2.0
// Asks the Hub which account a token belongs to: `whoami-v2` (hub-contract
// §11).

#ifndef HF_SRC_ACCOUNT_API_IDENTITY_H_
#define HF_SRC_ACCOUNT_API_IDENTITY_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/account/api/http_client.h"
#include "src/hub/endpoint.h"

namespace hf {

/// What the Hub says about a token. The texts are as the Hub sent them, but
/// Shortened(): IsPlainName() is false for a name that was cut.
struct Identity {
  std::string account;  ///< Never empty.
  bool is_organisation = false;
  std::vector<std::string> organisations;  ///< The first hundred.
  std::optional<std::string> token_name;   ///< An OAuth token has none.
  std::optional<std::string> role;         ///< `read`, `write`, …
  std::optional<std::string> expires_at;   ///< As the Hub writes it.
};

/// The account that \a hub names for \a token; nothing when the Hub says that
/// the token is not valid (a 401 with a JSON body). Fails as ReadApiResponse(),
/// and with kRefused when \a token is not a token. The Hub limits the rate of
/// these requests, so do not send one each time that git asks for a token.
Result<std::optional<Identity>> AskIdentity(HttpClient& client,
                                            const Endpoint& hub,
                                            std::string_view token);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_API_IDENTITY_H_
