// SPDX-License-Identifier: Apache-2.0
// Checks if git and its configuration send the token to the Hub.

#ifndef HF_SRC_ACCOUNT_STATUS_HELPER_CHECKS_H_
#define HF_SRC_ACCOUNT_STATUS_HELPER_CHECKS_H_

#include "src/account/git/git.h"
#include "src/account/status/issue.h"
#include "src/account/status/status_target.h"
#include "src/lookup/token_choice.h"

namespace hf {

/// Adds an issue for each case in which git does not use this helper, or uses
/// another one too, for the Hub of \a target. \a has_rules is true when there
/// are rules for owners, which need the path.
void CheckHelper(const Context& context, const GitContext& git,
                 const StatusTarget& target, bool has_rules, Issues& issues);

/// Adds an issue when git of \a version cannot send the token of \a choice to
/// git-lfs as the Hub wants it. Plain git works with it, so that this is a
/// problem only in a repository that uses git-lfs, and else a note.
void CheckGitVersion(const GitContext& git,
                     const std::optional<GitVersion>& version,
                     const TokenChoice& choice, Issues& issues);

/// Adds a note on what a repository whose remote uses ssh gets from this
/// helper.
void AddSshNote(const StatusTarget& target, Issues& issues);

/// Adds the issue that git uses another URL in place of that of \a target.
void AddRewritten(const StatusTarget& target, Issues& issues);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_HELPER_CHECKS_H_
