// SPDX-License-Identifier: Apache-2.0
// Tokens in the URLs of git's configuration.

#ifndef HF_SRC_ACCOUNT_STATUS_CREDENTIALS_IN_URLS_H_
#define HF_SRC_ACCOUNT_STATUS_CREDENTIALS_IN_URLS_H_

#include "src/account/status/issue.h"
#include "src/account/status/plaintext_tokens.h"
#include "src/account/status/status_target.h"

namespace hf {

/// Adds an issue for each of the Hub's tokens in a URL of git's configuration
/// in the current directory. The fix imports the token into \a stores and
/// replaces it in the URL with its name, if a name is needed to find it.
void FindCredentialsInUrls(const GitContext& context, const TokenStores& stores,
                           Issues& issues);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_CREDENTIALS_IN_URLS_H_
