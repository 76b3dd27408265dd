// SPDX-License-Identifier: Apache-2.0
// `switch --for`: a token for one owner's repositories.

#ifndef HF_SRC_ACCOUNT_VERBS_SWITCH_OWNER_H_
#define HF_SRC_ACCOUNT_VERBS_SWITCH_OWNER_H_

#include <string>

#include "src/account/tokens/context.h"
#include "src/account/tokens/saved_tokens.h"
#include "src/store/token_store.h"

namespace hf {

// \a subject is what ParseSubject() made of the person's words. Both say on
// stdout what they did.

/// Lets \a token serve \a subject at its recorded Hub, else at the one that
/// people's verbs talk to. Warns when git does not ask us there.
Result<void> SwitchForOwner(const Context& context, const SavedTokens& saved,
                            const StoredToken& token,
                            const std::string& subject);

/// Takes the rule for \a subject back, at the Hub that people's verbs talk to,
/// else at one that a stored token is for; kNoSuchToken when there is none.
Result<void> ClearOwner(const Context& context, const SavedTokens& saved,
                        const std::string& subject);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_VERBS_SWITCH_OWNER_H_
