// SPDX-License-Identifier: Apache-2.0
// Tokens inside URLs of git's configuration.

#ifndef HF_SRC_ACCOUNT_STATUS_CREDENTIALS_IN_URLS_H_
#define HF_SRC_ACCOUNT_STATUS_CREDENTIALS_IN_URLS_H_

#include "src/account/status/issue.h"
#include "src/account/status/plaintext_tokens.h"
#include "src/account/status/status_target.h"

namespace hf {

/// Adds to \a issues the Hub's tokens inside URLs of git's configuration in the
/// current directory. The fix imports the token into \a stores and puts its
/// name there, if it needs one, into the URL in its place.
void FindCredentialsInUrls(const GitContext& context, const TokenStores& stores,
                           Issues& issues);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_CREDENTIALS_IN_URLS_H_
