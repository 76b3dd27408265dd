// SPDX-License-Identifier: Apache-2.0
// Replaces one of git's configuration files with git's own lock protocol.

#ifndef HF_SRC_ACCOUNT_GIT_CONFIG_FILE_H_
#define HF_SRC_ACCOUNT_GIT_CONFIG_FILE_H_

#include <optional>
#include <string>
#include <string_view>

#include "hf/result.h"

namespace hf {

/// The bytes of \a path, or nothing when there is no such file. Fails with
/// kRefused when it cannot be read or is not a regular file.
Result<std::optional<std::string>> ReadConfigFile(const std::string& path);

/// Replaces the content of \a path with \a text, or removes the file when
/// \a text is nothing. Returns false, and changes nothing, when its content is
/// not \a before any more. Takes `PATH.lock` as git does, so that the change of
/// a `git config` that runs at the same time is not lost. The new file replaces
/// the old one in one step.
///
/// Fails with kUnavailable when another process has the lock. Fails with
/// kRefused when the file cannot be written, is a symbolic link, not a regular
/// file, another user's or read-only, or when root would create it in another
/// user's directory. The file is then as it was.
Result<bool> ReplaceConfigFile(const std::string& path,
                               const std::optional<std::string>& before,
                               const std::optional<std::string>& text);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_GIT_CONFIG_FILE_H_
