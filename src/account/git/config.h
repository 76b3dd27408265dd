// SPDX-License-Identifier: Apache-2.0
// What real git reads in its configuration, and which of it concerns a URL.

#ifndef HF_SRC_ACCOUNT_GIT_CONFIG_H_
#define HF_SRC_ACCOUNT_GIT_CONFIG_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/account/git/git.h"

namespace hf {

/// One setting, as `git config --list` has it: section and name in lower case,
/// the subsection as it is written.
struct ConfigEntry {
  std::string key, value;
  std::string origin{};  ///< `file:/path`; only from EntriesEverywhere.

  bool operator==(const ConfigEntry&) const = default;
};

/// In which git reads no file but the one that it is asked about: it reads its
/// own configuration first otherwise, and gives up when that is broken. HOME
/// stays: includes may begin with `~`.
Git::Surroundings WithoutOtherFiles();

/// The settings of the file \a path and of what it includes, in git's order.
/// Fails with kCorrupt when git cannot read them.
Result<std::vector<ConfigEntry>> EntriesInFile(const Git& git,
                                               const std::string& path);

/// The settings of \a text alone, which is or will be in the file \a path.
/// Fails with kCorrupt when git cannot read them.
Result<std::vector<ConfigEntry>> EntriesInText(const Git& git,
                                               std::string_view text,
                                               const std::string& path);

/// The settings that git has in \a directory: the system's, then the user's,
/// then those of a repository there. At `/` there is none.
Result<std::vector<ConfigEntry>> EntriesEverywhere(
    const Git& git, const std::string& directory = "/");

/// A `credential.*` key in its parts.
struct CredentialKey {
  std::string_view pattern;  ///< Empty in `credential.helper`.
  std::string_view name;     ///< In lower case.

  /// Nothing when \a key is another section's.
  static std::optional<CredentialKey> Of(std::string_view key);

  /// True when git applies it to something on the host of \a url, with scheme
  /// and port. `*` stands for one label of a host.
  bool ConcernsHostOf(std::string_view url) const;

  /// True when git applies it to \a url itself.
  bool AppliesTo(std::string_view url) const;
};

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_GIT_CONFIG_H_
