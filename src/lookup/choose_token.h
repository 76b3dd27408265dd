// SPDX-License-Identifier: Apache-2.0
// Which token goes to a Hub: the one choice that git, the library and the verbs
// share.

#ifndef HF_SRC_LOOKUP_CHOOSE_TOKEN_H_
#define HF_SRC_LOOKUP_CHOOSE_TOKEN_H_

#include <optional>

#include "hf/result.h"
#include "src/lookup/token_choice.h"
#include "src/system/environment.h"

namespace hf {

/// The token for \a request, which the keyring may have, or nothing when there
/// is none that may go there. First that applies: the environment; a stored
/// token of that name or account, a person's before git's and the active one
/// first; the token that an owner rule names; the active token; the only token
/// that git itself stored for that user. HF_OIDC_RESOURCE is kUnavailable: only
/// the Hub can give that token, and nothing else may stand in for it.
///
/// A store that does not parse is not asked, and the active token still goes
/// out. A rule whose token is gone, or belongs to another Hub, is told of on
/// stderr and passed over. Fails with kRefused for a person's token that has
/// expired or that the Hub has rejected, else as TokenInEnvironment, FindStore,
/// ReadActiveToken and ReadOwnerRules.
Result<std::optional<TokenChoice>> ChooseToken(const Environment& environment,
                                               const TokenRequest& request);

}  // namespace hf

#endif  // HF_SRC_LOOKUP_CHOOSE_TOKEN_H_
