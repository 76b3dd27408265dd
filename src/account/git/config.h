// SPDX-License-Identifier: Apache-2.0
// Reads git's configuration by running git.

#ifndef HF_SRC_ACCOUNT_GIT_CONFIG_H_
#define HF_SRC_ACCOUNT_GIT_CONFIG_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/account/git/git.h"

namespace hf {

/// One setting, as `git config --list` prints it: section and name in lower
/// case, the subsection as it is in the file.
struct ConfigEntry {
  std::string key, value;
  std::string origin{};  ///< `file:/path`; only from AllConfigEntries().

  bool operator==(const ConfigEntry&) const = default;
};

/// The URL pattern in the key `SECTION.<URL>.NAME`, all in lower case but the
/// pattern; empty for `SECTION.NAME`; nothing for another key.
std::optional<std::string_view> UrlInKey(std::string_view key,
                                         std::string_view section,
                                         std::string_view name);

/// Makes `git config --file` read only that file. Otherwise git reads its
/// system and global configuration first, and fails when one of them has an
/// error. HOME stays set, because the path of an include may begin with `~`.
Git::RunOptions WithoutOtherConfig();

/// The settings of the file \a path and of the files that it includes, in git's
/// order. Fails with kCorrupt when git cannot read them.
Result<std::vector<ConfigEntry>> EntriesInFile(const Git& git,
                                               const std::string& path);

/// The settings in \a text, without includes. The error message names the file
/// \a path. Fails with kCorrupt when git cannot read \a text.
Result<std::vector<ConfigEntry>> EntriesInText(const Git& git,
                                               std::string_view text,
                                               const std::string& path);

/// All settings that git uses in \a directory: the system's, then the user's,
/// then those of the repository there, if there is one. Fails with kCorrupt
/// when git cannot read them.
Result<std::vector<ConfigEntry>> AllConfigEntries(
    const Git& git, const std::string& directory = "/");

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_GIT_CONFIG_H_
