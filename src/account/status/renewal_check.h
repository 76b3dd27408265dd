// SPDX-License-Identifier: Apache-2.0
// A refreshed token that could not be saved in the store.

#ifndef HF_SRC_ACCOUNT_STATUS_RENEWAL_CHECK_H_
#define HF_SRC_ACCOUNT_STATUS_RENEWAL_CHECK_H_

#include "src/account/status/issue.h"
#include "src/store/store_paths.h"
#include "src/system/environment.h"

namespace hf {

/// Adds an issue for each file in which a refreshed token waits for the store.
/// Its fix saves the token. \a environment must outlive \a issues.
void CheckRenewals(const Environment& environment, const StorePaths& paths,
                   Issues& issues);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_RENEWAL_CHECK_H_
