// SPDX-License-Identifier: Apache-2.0
// `switch --for`: a token for one owner's repositories.

#ifndef HF_SRC_ACCOUNT_VERBS_SWITCH_OWNER_H_
#define HF_SRC_ACCOUNT_VERBS_SWITCH_OWNER_H_

#include <string>

#include "src/account/tokens/context.h"
#include "src/account/tokens/saved_tokens.h"
#include "src/store/token_store.h"

namespace hf {

// \a subject is the result of ParseSubject(). Both functions print the result
// on stdout.

/// Sets the rule that git gets \a token for \a subject, at the Hub recorded for
/// \a token, else at the Hub of \a context. Prints a notice when git does not
/// use this helper for that Hub.
Result<void> SwitchForOwner(const Context& context, const SavedTokens& saved,
                            const StoredToken& token,
                            const std::string& subject);

/// Removes the rule for \a subject at the Hub of \a context, else at a Hub of a
/// stored token. Fails with kNoSuchToken when there is no rule.
Result<void> ClearOwner(const Context& context, const SavedTokens& saved,
                        const std::string& subject);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_VERBS_SWITCH_OWNER_H_
