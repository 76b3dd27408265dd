// SPDX-License-Identifier: Apache-2.0
// A token for a job that has an identity and no secret: the OAuth 2.0 token
// exchange (RFC 8693, hub-contract §14).

#ifndef HF_SRC_ACCOUNT_OAUTH_TOKEN_EXCHANGE_H_
#define HF_SRC_ACCOUNT_OAUTH_TOKEN_EXCHANGE_H_

#include <cstdint>

#include "src/hub/endpoint.h"
#include "src/system/environment.h"
#include "src/system/secret.h"

namespace hf {

struct ExchangedToken {
  SecretString token;
  std::int64_t expires_at;  ///< Unix seconds.
};

/// The token that \a hub gives for HF_OIDC_RESOURCE to whoever HF_OIDC_ID_TOKEN
/// is, else to the GitHub Actions job that we run in. One that was given to
/// this job before is used again until five minutes before its end. Fails with
/// kUsage when a variable is missing or makes no sense, else as the Hub says.
Result<ExchangedToken> ExchangeIdentity(const Environment& environment,
                                        const Endpoint& hub);

/// Whether the environment says what ExchangeIdentity() needs, without asking
/// anybody; fails as it does.
Result<void> CheckJobIdentity(const Environment& environment);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_OAUTH_TOKEN_EXCHANGE_H_
