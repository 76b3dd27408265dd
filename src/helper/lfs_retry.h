// SPDX-License-Identifier: Apache-2.0
// Stops an endless loop of git-lfs: it asks for a token, is rejected by the
// Hub, tells the helper to erase the token and asks again, as long as it gets
// the same token.

#ifndef HF_SRC_HELPER_LFS_RETRY_H_
#define HF_SRC_HELPER_LFS_RETRY_H_

#include "src/system/environment.h"

namespace hf {

/// If a git-lfs runs this helper, writes down that the Hub rejected its token,
/// which the helper does not erase. The note is a file in XDG_RUNTIME_DIR, else
/// in /tmp; it names the process and contains no secret. A failure to write it
/// is ignored. Returns true when a git-lfs runs this helper.
bool NoteLfsRejection(const Environment& environment);

/// True when the git-lfs that runs this helper has just been rejected. Costs
/// one system call when there is no note, and three when the note is old.
bool IsLfsRetry(const Environment& environment);

}  // namespace hf

#endif  // HF_SRC_HELPER_LFS_RETRY_H_
