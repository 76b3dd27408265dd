// SPDX-License-Identifier: Apache-2.0
// Looks for everything that keeps git from its token.

#ifndef HF_SRC_ACCOUNT_STATUS_INSPECTION_H_
#define HF_SRC_ACCOUNT_STATUS_INSPECTION_H_

#include <optional>
#include <string>

#include "hf/result.h"
#include "src/account/status/status_report.h"
#include "src/account/tokens/context.h"
#include "src/system/environment.h"

namespace hf {

/// What git would get for \a words, as TargetOf() reads them, and every issue
/// on the way. The Hub is not asked when this is \a offline. Fails as
/// TargetOf() only: all else is an issue.
Result<StatusReport> Inspect(const Context& context,
                             const std::optional<std::string>& words,
                             bool offline);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_INSPECTION_H_
