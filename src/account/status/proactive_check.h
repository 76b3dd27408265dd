// SPDX-License-Identifier: Apache-2.0
// Checks http.<URL>.proactiveAuth when there is no token.

#ifndef HF_SRC_ACCOUNT_STATUS_PROACTIVE_CHECK_H_
#define HF_SRC_ACCOUNT_STATUS_PROACTIVE_CHECK_H_

#include "src/account/status/issue.h"
#include "src/account/status/status_target.h"
#include "src/system/environment.h"

namespace hf {

/// Adds an issue when git is configured to send a token with its first request
/// to \a target. Call it only when there is no token.
void CheckProactiveAuth(const Environment& environment,
                        const GitContext& context, const StatusTarget& target,
                        Issues& issues);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_PROACTIVE_CHECK_H_
