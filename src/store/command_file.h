// SPDX-License-Identifier: Apache-2.0
// The commands of the user: sections `[command NAME]` of a file in ~/.config.
// They are not beside the store: a variable that a repository sets can move the
// store, and containers that use the user's cache of models can write there. A
// program that they name would run as this user.

#ifndef HF_SRC_STORE_COMMAND_FILE_H_
#define HF_SRC_STORE_COMMAND_FILE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hf/result.h"
#include "src/store/store_paths.h"
#include "src/store/token_store.h"

namespace hf {

/// The tokens of the user's commands, in file order, without secrets. None when
/// there is no file. Fails as TokenStore::Read, and with kRefused for a file
/// that others own or can write.
Result<std::vector<StoredToken>> ReadCommands(const StorePaths& paths);

/// The token of the command that \a section of \a file describes; nothing when
/// it describes none.
std::optional<StoredToken> CommandTokenOf(const IniSection& section,
                                          const std::string& file);

/// Adds the command of \a token, or replaces the one of that name.
Result<void> AddCommand(const StorePaths& paths, const StoredToken& token);

/// Removes the command called \a name. Succeeds when there is none.
Result<void> RemoveCommand(const StorePaths& paths, std::string_view name);

}  // namespace hf

#endif  // HF_SRC_STORE_COMMAND_FILE_H_
