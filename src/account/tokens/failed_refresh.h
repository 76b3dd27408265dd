// SPDX-License-Identifier: Apache-2.0
// Remembers a failed refresh outside of the store. With a read-only store, each
// call of git would otherwise try again and print the same notice.

#ifndef HF_SRC_ACCOUNT_TOKENS_FAILED_REFRESH_H_
#define HF_SRC_ACCOUNT_TOKENS_FAILED_REFRESH_H_

#include <string>

#include "src/store/store_paths.h"
#include "src/system/environment.h"

namespace hf {

/// Remembers that the refresh of the token \a name has failed, with a file in
/// RuntimeDirectory(). Does nothing when there is no such directory.
void NoteFailedRefresh(const Environment& environment, const StorePaths& paths,
                       const std::string& name);

/// True when NoteFailedRefresh() was called less than 5 minutes ago.
bool HasJustFailed(const Environment& environment, const StorePaths& paths,
                   const std::string& name);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TOKENS_FAILED_REFRESH_H_
