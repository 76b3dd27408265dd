// SPDX-License-Identifier: Apache-2.0
// Tokens in the configuration that a repository shares with others, and in that
// of its submodules.

#ifndef HF_SRC_ACCOUNT_STATUS_REPOSITORY_FILES_H_
#define HF_SRC_ACCOUNT_STATUS_REPOSITORY_FILES_H_

#include <string>
#include <vector>

#include "hf/result.h"
#include "src/account/git/config.h"
#include "src/account/status/issue.h"
#include "src/account/status/plaintext_tokens.h"
#include "src/account/status/status_target.h"

namespace hf {

/// The settings in \a name, a file at the top of the repository that git
/// tracks: those of the working tree, else of the index, else of HEAD; none
/// when there is no such file. Fails when it cannot be read.
Result<std::vector<ConfigEntry>> EntriesInRepositoryFile(
    const GitContext& context, const std::string& name);

/// The configuration files of the repository's submodules.
std::vector<std::string> SubmoduleConfigs(const GitContext& context);

/// True when the repository tracks \a file, or this cannot be told.
bool IsTracked(const GitContext& context, const std::string& file);

/// Adds an issue for each token of a Hub in `.lfsconfig` and `.gitmodules`,
/// which others can read, and for each in the configuration of a submodule.
/// Only the latter has a fix: it imports the token into \a stores.
void CheckRepositoryFiles(const GitContext& context, const TokenStores& stores,
                          Issues& issues);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_REPOSITORY_FILES_H_
