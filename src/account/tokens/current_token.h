// SPDX-License-Identifier: Apache-2.0
// The token that the verbs use.

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
#include "src/text/message.h"

namespace hf {

struct CurrentToken {
  SecretString token;
  std::string name;    ///< In the store; may be empty.
  std::string origin;  ///< The variable or file from which it comes.
  bool from_environment = false;
  std::vector<Endpoint> hubs;  ///< The recorded Hubs; empty when not known.
  std::optional<std::int64_t> expires_at;
};

/// The first of these: the token of the exchange when HF_OIDC_RESOURCE is set;
/// HF_TOKEN or its older name; the token that git would get at the Hub of the
/// active token. Refreshes a stored token when that is due. Fails with
/// kNoSuchToken when there is no login, with kRefused when the token has
/// expired or the Hub has rejected it, and as TrustedHubFor() and
/// RecordedHubs().
Result<CurrentToken> FindCurrentToken(const Context& context, Notices& notices);

/// The stored token called \a name, refreshed when that is due. HF_ENDPOINT
/// does not matter. Fails with kNoSuchToken when there is none, with kRefused
/// as above, and as RecordedHubs().
Result<CurrentToken> FindTokenNamed(const Context& context,
                                    const std::string& name, Notices& notices);

/// The token that git would get for \a words, which are `acme`, `acme/model` or
/// `datasets/acme/big`, at the Hub that HF_ENDPOINT names; nothing for \a
/// words: for any repository without a rule. Refreshed when that is due. Fails
/// with kNoSuchToken when there is none for this Hub, else as ParseSubject()
/// and FindCurrentToken().
Result<CurrentToken> FindTokenFor(const Context& context,
                                  const std::optional<std::string>& words,
                                  Notices& notices);

/// The Hub to which \a token may be sent; fails as TrustedHubFor().
Result<Endpoint> HubOf(const Context& context, const CurrentToken& used);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TOKENS_CURRENT_TOKEN_H_
