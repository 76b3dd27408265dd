// SPDX-License-Identifier: Apache-2.0
// What root has set for all users of a machine, in the format of the store:
// `[command NAME]` as in command_file.h, rules as in owner_rules.h, `[default]`
// with `token = NAME`, and `[hub URL]`.

#ifndef HF_SRC_STORE_SYSTEM_FILE_H_
#define HF_SRC_STORE_SYSTEM_FILE_H_

#include <string>
#include <vector>

#include "hf/result.h"
#include "src/hub/endpoint.h"
#include "src/store/owner_rules.h"
#include "src/store/store_paths.h"
#include "src/store/token_store.h"

namespace hf {

struct SystemFile {
  std::vector<StoredToken> commands;
  std::vector<OwnerRule> rules;
  std::vector<Endpoint> hubs;  ///< Besides the official one.
  std::string default_name;    ///< The active token of users without one.
};

/// Reads the file \a path; nothing in it when it does not exist. Fails as
/// TokenStore::Read, and with kRefused when another user than root owns it or
/// can write it.
Result<SystemFile> ReadSystemFile(const std::string& path);

/// Where the file is. No variable moves it.
std::string SystemFilePath();

/// True when \a token comes from a command of root, which the user cannot
/// change.
bool IsOfSystem(const StorePaths& paths, const StoredToken& token);

}  // namespace hf

#endif  // HF_SRC_STORE_SYSTEM_FILE_H_
