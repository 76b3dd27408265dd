// SPDX-License-Identifier: Apache-2.0
// Tokens in the clear where git's users leave them: inside URLs in git's
// configuration, and in the files of git-credential-store(1).

#ifndef HF_SRC_ACCOUNT_STATUS_STRAY_TOKENS_H_
#define HF_SRC_ACCOUNT_STATUS_STRAY_TOKENS_H_

#include "src/account/status/issue.h"
#include "src/account/status/plaintext_tokens.h"
#include "src/account/status/status_target.h"

namespace hf {

/// Adds to \a issues the Hub's tokens inside URLs of git's configuration here.
/// Mending one keeps the token in \a places and puts the name it
/// has there, if it needs one, into the URL in its place.
void FindCredentialsInUrls(const GitContext& context, const TokenStores& places,
                           Issues& issues);

/// Adds the files of git-credential-store(1) that hold a Hub's tokens: its two
/// default ones and those that a configured helper names. Mending keeps the
/// tokens in the store and lets git take them out of the file.
void CheckCredentialFiles(const Environment& environment,
                          const GitContext& context, const TokenStores& places,
                          Issues& issues);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_STRAY_TOKENS_H_
