// SPDX-License-Identifier: Apache-2.0
// What `revoke` and `logout --revoke` share.

#ifndef HF_SRC_ACCOUNT_VERBS_REVOKE_TOKENS_H_
#define HF_SRC_ACCOUNT_VERBS_REVOKE_TOKENS_H_

#include <optional>
#include <string>
#include <vector>

#include "hf/result.h"
#include "src/account/tokens/revoke.h"
#include "src/system/environment.h"

namespace hf {

/// "https://a, https://b": where \a tokens are to be revoked.
std::string HubsIn(const std::vector<RevocableToken>& tokens);

/// Revokes \a tokens and prints what became of each. Fails if one may still be
/// valid: with kRefused if a Hub says so, else with the problem of the Hub.
Result<void> RevokeAndTell(const Environment& environment,
                           const std::vector<RevocableToken>& tokens);

/// RevokeAndTell() for stored \a tokens with their secrets, after a question
/// unless \a yes. Fails when it is not certain where one may be sent, or when
/// the user does not agree: then nothing is to be forgotten. The value is the
/// failure of RevokeAndTell(), after which the tokens are to be forgotten.
Result<std::optional<Error>> RevokeStored(
    const Context& context, const SavedTokens& saved,
    const std::vector<StoredToken>& tokens, bool yes);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_VERBS_REVOKE_TOKENS_H_
