// SPDX-License-Identifier: Apache-2.0
// Removes copies of the Hub's tokens from other credential helpers. A helper
// may have saved one before this helper was configured, or because git runs it
// after this helper.

#ifndef HF_SRC_ACCOUNT_CONFIGURE_OTHER_HELPERS_H_
#define HF_SRC_ACCOUNT_CONFIGURE_OTHER_HELPERS_H_

#include <string>
#include <vector>

#include "src/store/token_store.h"
#include "src/system/environment.h"
#include "src/system/secret.h"
#include "src/text/message.h"

namespace hf {

/// A token, and the user names under which another helper may have saved it.
struct TokenCopy {
  SecretString token;
  std::vector<std::string> usernames;
  std::string endpoint_url;  ///< The Hub's; for the official Hub, both its
                             ///< hosts are meant.
};

/// The copies of \a tokens that other helpers may have; without those for which
/// IsToken() is false.
std::vector<TokenCopy> TokenCopiesOf(const std::vector<StoredToken>& tokens);

/// Runs `git credential reject`, which does not prompt, for each of \a copies
/// and each other helper that git's system and global configuration has for the
/// Hub. When a helper does not answer within 10 seconds, adds a notice and does
/// not run this helper again. Failures are not returned.
void RejectTokenCopies(const Environment& environment,
                       const std::vector<TokenCopy>& copies, Notices& notices);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_CONFIGURE_OTHER_HELPERS_H_
