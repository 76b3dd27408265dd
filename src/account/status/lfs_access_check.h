// SPDX-License-Identifier: Apache-2.0
// Settings with which git-lfs or git-xet ask for no token.

#ifndef HF_SRC_ACCOUNT_STATUS_LFS_ACCESS_CHECK_H_
#define HF_SRC_ACCOUNT_STATUS_LFS_ACCESS_CHECK_H_

#include "src/account/status/issue.h"
#include "src/account/status/status_target.h"
#include "src/system/environment.h"

namespace hf {

/// Adds an issue when `lfs.<URL>.access` for the Hub of \a target is `none`.
/// The fix removes the setting, unless it is in a file that the repository
/// tracks.
void CheckLfsAccess(const GitContext& context, const StatusTarget& target,
                    Issues& issues);

/// Adds an issue when HF_TOKEN is set and empty. git-xet then sends this empty
/// token; a note when git is not configured to use git-xet.
void CheckEmptyVariable(const Environment& environment,
                        const GitContext& context, Issues& issues);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_LFS_ACCESS_CHECK_H_
