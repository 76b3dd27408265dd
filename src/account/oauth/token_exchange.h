// SPDX-License-Identifier: Apache-2.0
// Gets a token of the Hub for a CI job that has an OpenID Connect identity and
// no stored token: the OAuth 2.0 token exchange (RFC 8693, hub-contract §14).

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

/// A token of \a hub for the resource HF_OIDC_RESOURCE, in exchange for the
/// identity token HF_OIDC_ID_TOKEN, or for the identity of the GitHub Actions
/// job when that variable is not set. Returns the same token again until five
/// minutes before it expires, from ExchangeCache. Fails with kUsage when a
/// variable is missing or not valid, else as ReadApiResponse().
Result<ExchangedToken> ExchangeIdentity(const Environment& environment,
                                        const Endpoint& hub);

/// Checks the variables that ExchangeIdentity() needs, without a request; fails
/// with the same errors.
Result<void> CheckJobIdentity(const Environment& environment);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_OAUTH_TOKEN_EXCHANGE_H_
