// SPDX-License-Identifier: Apache-2.0
#include "src/lookup/lfs_refusal.h"

namespace hf {

std::string RemedyForLfs(const Endpoint& hub) {
  return "for large files, use an access token of " + hub.url() +
         "/settings/tokens, or git 2.46 with git-lfs 3.6";
}

Notice NoticeForLfs(const std::string& token, const Endpoint& hub) {
  return {"git before 2.46 and git-lfs before 3.6 cannot send " + token +
              " as the Hub wants it",
          RemedyForLfs(hub)};
}

}  // namespace hf
