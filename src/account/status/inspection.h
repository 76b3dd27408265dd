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

/// What `status` was asked.
struct Inquiry {
  std::optional<std::string> words{};  ///< TargetOf() reads them.
  bool offline = false;                ///< Send no request to the Hub.
  bool write = false;                  ///< Also ask whether it may write there.
};

/// The token that git would get, and every issue that was found. Fails as
/// TargetOf(), and with kUsage when Inquiry::write does not come with a
/// repository: all other failures are issues.
Result<StatusReport> Inspect(const Context& context, const Inquiry& inquiry);

/// Removes what killed runs have left of locks on the files that git reads in
/// the current directory. A run that finds no problem takes no lock, so this
/// comes before it.
void RemoveStaleLocks(const Environment& environment);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_INSPECTION_H_
