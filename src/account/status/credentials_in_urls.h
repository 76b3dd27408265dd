// SPDX-License-Identifier: Apache-2.0
// Tokens in the URLs of git's configuration.

#ifndef HF_SRC_ACCOUNT_STATUS_CREDENTIALS_IN_URLS_H_
#define HF_SRC_ACCOUNT_STATUS_CREDENTIALS_IN_URLS_H_

#include <string>
#include <vector>

#include "src/account/git/config.h"
#include "src/account/status/issue.h"
#include "src/account/status/plaintext_tokens.h"
#include "src/account/status/status_target.h"

namespace hf {

/// Adds an issue for each of the Hub's tokens in a URL of \a entries, which
/// have an origin. The fix imports the token into \a stores and replaces it in
/// the URL with its name, if a name is needed to find it. A file that the
/// repository tracks has no fix.
void FindCredentialsInUrls(const GitContext& context,
                           const std::vector<ConfigEntry>& entries,
                           const TokenStores& stores, Issues& issues);

/// The keys of \a entries with one of the Hub's tokens, for messages.
std::vector<std::string> KeysWithToken(const GitContext& context,
                                       const std::vector<ConfigEntry>& entries);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_CREDENTIALS_IN_URLS_H_
