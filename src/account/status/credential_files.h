// SPDX-License-Identifier: Apache-2.0
// Tokens in the files of git-credential-store(1).

#ifndef HF_SRC_ACCOUNT_STATUS_CREDENTIAL_FILES_H_
#define HF_SRC_ACCOUNT_STATUS_CREDENTIAL_FILES_H_

#include "src/account/status/issue.h"
#include "src/account/status/plaintext_tokens.h"
#include "src/account/status/status_target.h"

namespace hf {

/// Adds the files of git-credential-store(1) that hold a Hub's tokens: its two
/// default ones and those that a configured helper names. The fix
/// imports the tokens into \a stores and lets git take them out of the file.
void CheckCredentialFiles(const Environment& environment,
                          const GitContext& context, const TokenStores& stores,
                          Issues& issues);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_CREDENTIAL_FILES_H_
