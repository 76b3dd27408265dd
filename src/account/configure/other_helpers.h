// SPDX-License-Identifier: Apache-2.0
// Copies of the Hub's tokens that other credential helpers hold, from before we
// were configured or because they were configured after us.

#ifndef HF_SRC_ACCOUNT_CONFIGURE_OTHER_HELPERS_H_
#define HF_SRC_ACCOUNT_CONFIGURE_OTHER_HELPERS_H_

#include <string>
#include <vector>

#include "src/store/token_store.h"
#include "src/system/environment.h"
#include "src/system/secret.h"

namespace hf {

/// A token, and the user names under which somebody may have kept it.
struct Copy {
  SecretString token;
  std::vector<std::string> usernames;
  std::string endpoint_url;  ///< The Hub; both names of the official one.
};

/// What other helpers may hold of \a tokens; those that are none are left out.
std::vector<Copy> CopiesOf(const std::vector<StoredToken>& tokens);

/// Makes every other helper that git's system and global configuration has for
/// the Hub forget \a copies, by `git credential reject`, which prompts nobody.
/// A helper that takes more than 10 seconds is told of on stderr and not asked
/// again; logging out does not depend on it.
void RejectCopies(const Environment& environment,
                  const std::vector<Copy>& copies);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_CONFIGURE_OTHER_HELPERS_H_
