// SPDX-License-Identifier: Apache-2.0
// Gets a token of the Hub for a CI job that has an OpenID Connect identity and
// no stored token: the OAuth 2.0 token exchange (RFC 8693, hub-contract §14).

#ifndef HF_SRC_ACCOUNT_OAUTH_TOKEN_EXCHANGE_H_
#define HF_SRC_ACCOUNT_OAUTH_TOKEN_EXCHANGE_H_

#include <string>

#include "src/hub/endpoint.h"
#include "src/store/exchange_cache.h"
#include "src/system/environment.h"

namespace hf {

/// A token of \a hub in exchange for the identity of FindJobIdentity(), for the
/// resource that it names; \a repository may be empty. Returns the same token
/// again until five minutes before it expires, from ExchangeCache. Fails as
/// FindJobIdentity() and ReadApiResponse().
Result<ExchangedToken> ExchangeIdentity(const Environment& environment,
                                        const Endpoint& hub,
                                        const std::string& repository = {});

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_OAUTH_TOKEN_EXCHANGE_H_
