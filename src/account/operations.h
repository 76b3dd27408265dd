// SPDX-License-Identifier: Apache-2.0
// What git-credential-hf asks of this program while git waits: each reads a
// record on stdin (src/protocol/account_program.h names its fields).

#ifndef HF_SRC_ACCOUNT_OPERATIONS_H_
#define HF_SRC_ACCOUNT_OPERATIONS_H_

#include <string_view>

#include "hf/result.h"
#include "src/system/environment.h"
#include "src/text/record.h"

namespace hf {

Result<void> RefreshForGit(const Environment& environment,
                           const Record& request);
Result<void> ExchangeForGit(const Environment& environment,
                            const Record& request);
Result<void> RejectedForGit(const Environment& environment,
                            const Record& request);

struct HelperOperation {
  std::string_view name;
  Result<void> (*run)(const Environment&, const Record&);
};

/// The operation called \a name, or null.
const HelperOperation* FindGitsOperation(std::string_view name);

/// Reads the record and runs \a operation, for a limited time: git must not
/// wait for ever.
Result<void> RunHelperOperation(const HelperOperation& operation,
                                const Environment& environment);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_OPERATIONS_H_
