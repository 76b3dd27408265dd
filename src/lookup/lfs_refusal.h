// SPDX-License-Identifier: Apache-2.0
// What to say when git-lfs is refused a valid token: git before 2.46 and
// git-lfs and git-lfs before 3.6, send every token as a password (Basic).

#ifndef HF_SRC_LOOKUP_LFS_REFUSAL_H_
#define HF_SRC_LOOKUP_LFS_REFUSAL_H_

#include <string>

#include "hf/result.h"
#include "src/hub/endpoint.h"
#include "src/text/message.h"

namespace hf {

/// What to tell the user about \a token, for example "the token 'work'".
Notice NoticeForLfs(const std::string& token, const Endpoint& hub);

/// What the user can do: the hint of NoticeForLfs().
std::string RemedyForLfs(const Endpoint& hub);

}  // namespace hf

#endif  // HF_SRC_LOOKUP_LFS_REFUSAL_H_
