// SPDX-License-Identifier: Apache-2.0
// Asking the Hub for a new token in exchange for a refresh token (RFC 6749 §6).

#ifndef HF_SRC_ACCOUNT_OAUTH_REFRESH_GRANT_H_
#define HF_SRC_ACCOUNT_OAUTH_REFRESH_GRANT_H_

#include "hf/result.h"
#include "src/account/api/http_client.h"
#include "src/hub/endpoint.h"
#include "src/store/token_store.h"

namespace hf {

/// \a token as \a hub renews it: with the new token, when that expires, its
/// refresh token, and \a token as the `previous_token`. It is saved nowhere
/// yet, and the old refresh token is spent. Fails with kRefused when the Hub
/// does not prolong the login, else with what the Hub said.
Result<StoredToken> AskToRenew(HttpClient& client, const Endpoint& hub,
                               const StoredToken& token);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_OAUTH_REFRESH_GRANT_H_
