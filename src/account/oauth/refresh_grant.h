// SPDX-License-Identifier: Apache-2.0
// Gets a new access token from the Hub with a refresh token (RFC 6749 §6).

#ifndef HF_SRC_ACCOUNT_OAUTH_REFRESH_GRANT_H_
#define HF_SRC_ACCOUNT_OAUTH_REFRESH_GRANT_H_

#include "hf/result.h"
#include "src/account/api/http_client.h"
#include "src/hub/endpoint.h"
#include "src/store/token_store.h"

namespace hf {

/// \a token with the new access token, its expiry time and refresh token from
/// \a hub, and the old access token as `previous_token`. The caller must save
/// the result at once: the Hub accepts the old refresh token only once. Fails
/// with kRefused when the Hub does not renew this login any more, else as
/// ReadApiResponse().
Result<StoredToken> RequestRenewal(HttpClient& client, const Endpoint& hub,
                                   const StoredToken& token);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_OAUTH_REFRESH_GRANT_H_
