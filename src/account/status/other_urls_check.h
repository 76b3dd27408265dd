// SPDX-License-Identifier: Apache-2.0
// The URLs of the remote `origin` that get another token than fetching does.

#ifndef HF_SRC_ACCOUNT_STATUS_OTHER_URLS_CHECK_H_
#define HF_SRC_ACCOUNT_STATUS_OTHER_URLS_CHECK_H_

#include "src/account/status/issue.h"
#include "src/account/status/status_target.h"
#include "src/lookup/token_choice.h"
#include "src/system/environment.h"

namespace hf {

/// Adds an issue when git-lfs, git-xet or pushing gets another token than
/// \a choice, that of \a target, because a setting gives it another URL or
/// name. What only git-lfs gets is a note in a repository without large files,
/// and so is a server of git-lfs that is no Hub.
void CheckOtherUrls(const Environment& environment, const GitContext& context,
                    const StatusTarget& target, const TokenChoice& choice,
                    Issues& issues);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_OTHER_URLS_CHECK_H_
