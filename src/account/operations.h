// SPDX-License-Identifier: Apache-2.0
// The operations that git-credential-hf runs in this program while git waits.
// Each gets a record from stdin (src/protocol/account_program.h names its
// fields).

#ifndef HF_SRC_ACCOUNT_OPERATIONS_H_
#define HF_SRC_ACCOUNT_OPERATIONS_H_

#include <string_view>

#include "hf/result.h"
#include "src/account/tokens/context.h"
#include "src/hub/endpoint.h"
#include "src/text/record.h"

namespace hf {

Result<void> RefreshForGit(const Context& context, const Record& request);
Result<void> ExchangeForGit(const Context& context, const Record& request);
Result<void> CommandForGit(const Context& context, const Record& request);
Result<void> RejectedForGit(const Context& context, const Record& request);

/// The Hub in the `endpoint` of \a request. Fails as Endpoint::Parse().
Result<Endpoint> HubOf(const Record& request);

struct HelperOperation {
  std::string_view name;
  Result<void> (*run)(const Context&, const Record&);
};

/// The operation called \a name, or null.
const HelperOperation* FindHelperOperation(std::string_view name);

/// Reads the record from stdin and runs \a operation. SIGALRM ends the process
/// after 90 seconds, because git waits.
Result<void> RunHelperOperation(const HelperOperation& operation,
                                const Context& context);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_OPERATIONS_H_
