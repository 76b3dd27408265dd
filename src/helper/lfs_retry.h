// SPDX-License-Identifier: Apache-2.0
// A stop for git-lfs, which asks for a token, is refused, tells us to erase it
// and asks again, without end, for as long as it is given the same one.

#ifndef HF_SRC_HELPER_LFS_RETRY_H_
#define HF_SRC_HELPER_LFS_RETRY_H_

#include "src/system/environment.h"

namespace hf {

/// Remembers that the Hub refused the git-lfs that called us, if one did, a
/// token that we keep. A note in XDG_RUNTIME_DIR, else in /tmp, that names the
/// process and nothing secret; that it cannot be written is no error.
void NoteLfsRejection(const Environment& environment);

/// True when we were called by a git-lfs that has just been refused. One system
/// call as long as nobody ever was, three while nobody was lately.
bool IsLfsRetry(const Environment& environment);

}  // namespace hf

#endif  // HF_SRC_HELPER_LFS_RETRY_H_
