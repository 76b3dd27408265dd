// SPDX-License-Identifier: Apache-2.0
// Whose token is this? The Hub's `whoami-v2` (hub-contract §11).

#ifndef HF_SRC_ACCOUNT_API_IDENTITY_H_
#define HF_SRC_ACCOUNT_API_IDENTITY_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/account/api/http_client.h"
#include "src/hub/endpoint.h"

namespace hf {

/// What the Hub says of a token. All of it is text from outside, each
/// Shortened(): an account or a name that was cut is not IsPlainName().
struct Identity {
  std::string account;  ///< Never empty.
  bool is_organisation = false;
  std::vector<std::string> organisations;  ///< The first hundred.
  std::optional<std::string> token_name;   ///< An OAuth token has none.
  std::optional<std::string> role;         ///< `read`, `write`, …
  std::optional<std::string> expires_at;   ///< As the Hub writes it.
};

/// Asks \a hub whose \a token is; nothing when it says that the token is not
/// valid, which is the only answer that means so. Fails as ReadApiResponse, and
/// with kRefused for what is no token. The Hub limits these requests: never on
/// a path that git walks often.
Result<std::optional<Identity>> AskIdentity(HttpClient& client,
                                            const Endpoint& hub,
                                            std::string_view token);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_API_IDENTITY_H_
