// SPDX-License-Identifier: Apache-2.0
// The request that revokes tokens.

#ifndef HF_SRC_ACCOUNT_API_REVOCATION_H_
#define HF_SRC_ACCOUNT_API_REVOCATION_H_

#include <vector>

#include "hf/result.h"
#include "src/account/api/http_client.h"
#include "src/hub/endpoint.h"
#include "src/system/secret.h"

namespace hf {

/// Asks \a hub to revoke \a tokens, of any account. Success does not mean that
/// they are revoked, or that they were tokens: the Hub answers alike for all.
/// Fails as ReadApiResponse().
Result<void> RequestRevocation(HttpClient& client, const Endpoint& hub,
                               const std::vector<SecretString>& tokens);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_API_REVOCATION_H_
