// SPDX-License-Identifier: Apache-2.0
// What is wrong with the files of the store and the tokens in them.

#ifndef HF_SRC_ACCOUNT_STATUS_STORE_CHECKS_H_
#define HF_SRC_ACCOUNT_STATUS_STORE_CHECKS_H_

#include "src/account/status/issue.h"
#include "src/protocol/keyring_program.h"
#include "src/store/store_paths.h"
#include "src/system/environment.h"

namespace hf {

/// Adds files that cannot be read or that others can use, rules whose token is
/// gone, tokens in use that have expired or that the Hub has rejected, and a
/// keyring that has some of the tokens and does not give them.
void CheckStore(const StorePaths& paths, const KeyringProgram& keyring,
                Issues& issues);

/// Adds the variable that overrides what is stored, if there is one and
/// anything is stored.
void CheckOverrides(const Environment& environment, const StorePaths& paths,
                    Issues& issues);

/// True when a rule is set for some owner.
bool HasRules(const StorePaths& paths);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_STORE_CHECKS_H_
