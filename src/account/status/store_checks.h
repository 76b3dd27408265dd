// SPDX-License-Identifier: Apache-2.0
// Checks the store's files and the tokens in them.

#ifndef HF_SRC_ACCOUNT_STATUS_STORE_CHECKS_H_
#define HF_SRC_ACCOUNT_STATUS_STORE_CHECKS_H_

#include "src/account/status/issue.h"
#include "src/protocol/keyring_program.h"
#include "src/store/store_paths.h"
#include "src/system/environment.h"

namespace hf {

/// Adds issues for files that cannot be read or that other users can access,
/// rules whose token does not exist, active tokens and tokens of rules that
/// have expired or that the Hub has rejected, and a keyring that has tokens but
/// does not answer.
void CheckStore(const StorePaths& paths, const KeyringProgram& keyring,
                Issues& issues);

/// Adds an issue when a variable overrides the stored tokens, if there are any.
void CheckOverrides(const Environment& environment, const StorePaths& paths,
                    Issues& issues);

/// True when there is a rule for an owner, or the rules cannot be read.
bool HasRules(const StorePaths& paths);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_STORE_CHECKS_H_
