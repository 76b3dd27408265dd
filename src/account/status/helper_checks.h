// SPDX-License-Identifier: Apache-2.0
// What in git and its configuration keeps a token from where it should go.

#ifndef HF_SRC_ACCOUNT_STATUS_HELPER_CHECKS_H_
#define HF_SRC_ACCOUNT_STATUS_HELPER_CHECKS_H_

#include "src/account/git/git.h"
#include "src/account/status/issue.h"
#include "src/account/status/status_target.h"
#include "src/lookup/token_choice.h"

namespace hf {

/// Adds to \a issues where git does not ask this helper, alone, about the Hub
/// of \a target. \a has_rules: whether there are rules, which need the path.
void CheckHelper(const Context& context, const GitContext& git,
                 const StatusTarget& target, bool has_rules, Issues& issues);

/// Adds where a git of \a version cannot do what \a choice needs.
void CheckGitVersion(const std::optional<GitVersion>& version,
                     const TokenChoice& choice, Issues& issues);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_HELPER_CHECKS_H_
