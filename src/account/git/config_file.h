// SPDX-License-Identifier: Apache-2.0
// Replacing one of git's configuration files, by git's own lock protocol.

#ifndef HF_SRC_ACCOUNT_GIT_CONFIG_FILE_H_
#define HF_SRC_ACCOUNT_GIT_CONFIG_FILE_H_

#include <optional>
#include <string>
#include <string_view>

#include "hf/result.h"

namespace hf {

/// The bytes of \a path, or nothing when there is no such file. Fails with
/// kRefused for what cannot be read.
Result<std::optional<std::string>> ReadConfigFile(const std::string& path);

/// Makes \a path hold \a text, or removes it when \a text is nothing, if it
/// still holds \a before; false when it does not. Takes `PATH.lock` as git
/// does, so that a `git config` at the same time is neither lost nor mixed in;
/// the old file is there until the new one is complete.
///
/// Fails with kUnavailable when somebody keeps the lock, with kRefused for what
/// had better not be written (a symbolic link, a file that is not regular, is
/// somebody else's or read-only; as root, a new file in another user's
/// directory) or cannot be; the file is then as it was.
Result<bool> ReplaceConfigFile(const std::string& path,
                               const std::optional<std::string>& before,
                               const std::optional<std::string>& text);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_GIT_CONFIG_FILE_H_
