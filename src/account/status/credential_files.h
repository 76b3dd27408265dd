// SPDX-License-Identifier: Apache-2.0
// Tokens in the files of git-credential-store(1).

#ifndef HF_SRC_ACCOUNT_STATUS_CREDENTIAL_FILES_H_
#define HF_SRC_ACCOUNT_STATUS_CREDENTIAL_FILES_H_

#include <string>
#include <vector>

#include "src/account/configure/other_helpers.h"
#include "src/account/status/issue.h"
#include "src/account/status/plaintext_tokens.h"
#include "src/account/status/status_target.h"

namespace hf {

/// The paths of the files that git-credential-store(1) may use, absolute and in
/// order. They need not exist.
std::vector<std::string> CredentialFiles(const Environment& environment,
                                         const GitContext& context);

/// Adds an issue for each file of git-credential-store(1) with a Hub's token:
/// its two default files and those that a configured helper names. The fix
/// imports the tokens into \a stores and removes their lines from the file.
void CheckCredentialFiles(const Environment& environment,
                          const GitContext& context, const TokenStores& stores,
                          Issues& issues);

/// The files of git-credential-store(1) that contain one of \a copies; none
/// when there is no git.
std::vector<std::string> CredentialFilesWith(
    const Environment& environment, const std::vector<TokenCopy>& copies);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_CREDENTIAL_FILES_H_
