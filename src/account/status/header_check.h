// SPDX-License-Identifier: Apache-2.0
// Authorization headers in git's configuration.

#ifndef HF_SRC_ACCOUNT_STATUS_HEADER_CHECK_H_
#define HF_SRC_ACCOUNT_STATUS_HEADER_CHECK_H_

#include "src/account/status/issue.h"
#include "src/account/status/status_target.h"

namespace hf {

/// Adds an issue when `http.extraHeader` or `http.<URL>.extraHeader` makes git
/// send an Authorization header to the Hub of \a target; a note when only
/// git-lfs would send it, and there are no large files.
void CheckExtraHeaders(const GitContext& context, const StatusTarget& target,
                       Issues& issues);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_HEADER_CHECK_H_
