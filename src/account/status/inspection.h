// SPDX-License-Identifier: Apache-2.0
// Finds every problem that prevents git from getting its token.

#ifndef HF_SRC_ACCOUNT_STATUS_INSPECTION_H_
#define HF_SRC_ACCOUNT_STATUS_INSPECTION_H_

#include <optional>
#include <string>

#include "hf/result.h"
#include "src/account/status/status_report.h"
#include "src/account/tokens/context.h"
#include "src/system/environment.h"

namespace hf {

/// The token that git would get for \a words, which TargetOf() reads, and every
/// issue that was found. Sends no request to the Hub when \a offline. Fails
/// only as TargetOf(): all other failures are issues.
Result<StatusReport> Inspect(const Context& context,
                             const std::optional<std::string>& words,
                             bool offline);

/// Removes what killed runs have left of locks on the files that git reads in
/// the current directory. A run that finds no problem takes no lock, so this
/// comes before it.
void RemoveLeftLocks(const Environment& environment);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_INSPECTION_H_
