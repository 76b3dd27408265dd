// SPDX-License-Identifier: Apache-2.0
// http.<URL>.proactiveAuth without a token to send.

#ifndef HF_SRC_ACCOUNT_STATUS_PROACTIVE_CHECK_H_
#define HF_SRC_ACCOUNT_STATUS_PROACTIVE_CHECK_H_

#include "src/account/status/issue.h"
#include "src/account/status/status_target.h"
#include "src/system/environment.h"

namespace hf {

/// Adds to \a issues that git \a context sends a token for \a target first,
/// which there is not.
void CheckProactiveAuth(const Environment& environment,
                        const GitContext& context, const StatusTarget& target,
                        Issues& issues);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_PROACTIVE_CHECK_H_
