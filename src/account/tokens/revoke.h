// SPDX-License-Identifier: Apache-2.0
// Revokes tokens on their Hubs.

#ifndef HF_SRC_ACCOUNT_TOKENS_REVOKE_H_
#define HF_SRC_ACCOUNT_TOKENS_REVOKE_H_

#include <string>
#include <vector>

#include "hf/result.h"
#include "src/account/tokens/context.h"
#include "src/account/tokens/saved_tokens.h"
#include "src/hub/endpoint.h"
#include "src/system/secret.h"

namespace hf {

struct RevocableToken {
  std::string label;  ///< For messages, for example "the token 'work'".
  SecretString token;
  SecretString refresh_token{};  ///< Empty when there is none.
  std::vector<Endpoint> hubs{};  ///< To which it may be sent.
};

/// What became of one token at one Hub. Fails with kRefused when the Hub still
/// knows the token, and with kUnreachable when this could not be found out.
struct Revocation {
  std::string label;
  Endpoint hub;
  Result<void> done;
};

/// The Hubs to which \a token, stored or not, may be sent: the recorded ones,
/// else that of TrustedHubFor(). Fails as these.
Result<std::vector<Endpoint>> HubsThatMayRevoke(const Context& context,
                                                const SavedTokens& saved,
                                                const StoredToken& token);

/// Asks each Hub to revoke its tokens, then asks until it does not know them
/// any more, for at most 15 seconds at each Hub.
std::vector<Revocation> RevokeTokens(const Environment& environment,
                                     const std::vector<RevocableToken>& tokens);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TOKENS_REVOKE_H_
