// SPDX-License-Identifier: Apache-2.0
// Why git-lfs is refused a token that is valid: git before 2.46, and git-lfs
// before 3.6, send every token as a password (Basic).

#ifndef HF_SRC_LOOKUP_LFS_REFUSAL_H_
#define HF_SRC_LOOKUP_LFS_REFUSAL_H_

#include <string>

#include "hf/result.h"
#include "src/hub/endpoint.h"
#include "src/text/message.h"
#include "src/text/record.h"

namespace hf {

/// True when \a refused, a request to erase a token, comes from a git-lfs that
/// has sent the token as a password. For a token that the Hub takes as Bearer
/// only, this alone is why the Hub has refused it.
bool IsPasswordOfLfs(const Record& refused);

/// What to tell the user about \a token, for example "the token 'work'".
Notice NoticeForLfs(const std::string& token, const Endpoint& hub);

/// What the user can do: the hint of NoticeForLfs().
std::string RemedyForLfs(const Endpoint& hub);

}  // namespace hf

#endif  // HF_SRC_LOOKUP_LFS_REFUSAL_H_
