// SPDX-License-Identifier: Apache-2.0
// Chooses the token for a Hub: for git, the library and the verbs alike.

#ifndef HF_SRC_LOOKUP_CHOOSE_TOKEN_H_
#define HF_SRC_LOOKUP_CHOOSE_TOKEN_H_

#include <optional>

#include "hf/result.h"
#include "src/lookup/token_choice.h"
#include "src/system/environment.h"
#include "src/text/message.h"

namespace hf {

/// The token for \a request, perhaps without its secrets when it is in no
/// file; nothing when no token may go to that Hub. The first of these that
/// applies: the environment; a stored token whose name or account is the
/// request's username (one that a user saved before one that git stored, and
/// the active one before others); the token that an owner rule names; the
/// active token; the only token that git stored for that user name. Fails with
/// kUnavailable when HF_OIDC_RESOURCE is set: only the Hub can give that token,
/// and no other token may take its place.
///
/// A store that does not parse is skipped, and the active token is still used.
/// A rule whose token is missing, or belongs to another Hub, is skipped with a
/// notice. Fails with kRefused for a token of a user that has
/// expired or that the Hub has rejected; else as TokenInEnvironment, FindStore,
/// ReadActiveToken and ReadOwnerRules.
Result<std::optional<TokenChoice>> ChooseToken(const Environment& environment,
                                               const TokenRequest& request,
                                               Notices& notices);

}  // namespace hf

#endif  // HF_SRC_LOOKUP_CHOOSE_TOKEN_H_
