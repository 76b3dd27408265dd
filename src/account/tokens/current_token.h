// SPDX-License-Identifier: Apache-2.0
// The token that people's verbs act with, wherever it belongs.

#ifndef HF_SRC_ACCOUNT_TOKENS_CURRENT_TOKEN_H_
#define HF_SRC_ACCOUNT_TOKENS_CURRENT_TOKEN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hf/result.h"
#include "src/account/tokens/context.h"
#include "src/hub/endpoint.h"
#include "src/store/token_store.h"
#include "src/system/environment.h"
#include "src/system/secret.h"

namespace hf {

struct CurrentToken {
  SecretString token;
  std::string name;    ///< In the store; may be empty.
  std::string origin;  ///< The variable or file it is from.
  bool from_environment = false;
  std::vector<Endpoint> hubs;  ///< The only ones it may go to, when known.
  std::optional<std::int64_t> expires_at;
};

/// First that applies: what the exchange gives (HF_OIDC_RESOURCE), HF_TOKEN and
/// its older name, else what ChooseToken() has for its Hub, which is that
/// of TrustedHubFor() for the active token, else the official one;
/// refreshed when it is due. Fails with kNoSuchToken when there is no login,
/// with kRefused for a token that has expired or that the Hub has rejected, and
/// as TrustedHubFor and RecordedHubs.
Result<CurrentToken> FindTokenInUse(const Context& context);

/// The stored token called \a name, refreshed when it is due, whichever Hub
/// HF_ENDPOINT names. Fails as RecordedHubs when its Hub cannot be known.
Result<CurrentToken> FindTokenCalled(const Context& context,
                                     const std::string& name);

/// The Hub that \a used may be sent to; fails as TrustedHubFor.
Result<Endpoint> HubOf(const Context& context, const CurrentToken& used);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TOKENS_CURRENT_TOKEN_H_
