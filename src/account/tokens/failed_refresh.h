// SPDX-License-Identifier: Apache-2.0
// That a refresh has failed, for where the store cannot be told: a store that
// is only readable would be tried, and the failure told of, at every call.

#ifndef HF_SRC_ACCOUNT_TOKENS_FAILED_REFRESH_H_
#define HF_SRC_ACCOUNT_TOKENS_FAILED_REFRESH_H_

#include <string>

#include "src/store/store_paths.h"
#include "src/system/environment.h"

namespace hf {

/// Remembers it for the token \a name, in RuntimeDirectory(). Without one
/// nothing is remembered.
void NoteFailedRefresh(const Environment& environment, const StorePaths& paths,
                       const std::string& name);

/// True when that was less than 5 minutes ago.
bool HasJustFailed(const Environment& environment, const StorePaths& paths,
                   const std::string& name);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TOKENS_FAILED_REFRESH_H_
