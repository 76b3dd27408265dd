// SPDX-License-Identifier: Apache-2.0
// Removes from the text of a configuration file what `configure` has written.

#ifndef HF_SRC_ACCOUNT_CONFIGURE_REMOVE_HELPER_H_
#define HF_SRC_ACCOUNT_CONFIGURE_REMOVE_HELPER_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "src/account/git/config.h"
#include "src/account/git/git.h"

namespace hf {

struct RemoveResult {
  std::string text;               ///< Without the removed sections.
  std::vector<std::string> urls;  ///< The URLs of the removed sections.
  bool has_other_hubs{};          ///< Sections for other URLs are still there.
  std::vector<std::string>
      proactive{};  ///< The URLs whose
                    ///< ProactiveSectionText() was removed.
};

/// \a text, the content of \a path, without what `configure` wrote for the URLs
/// for which \a accepts is true. After WithoutMarks() it has the same bytes as
/// before `configure`. If the user has edited a section, git removes its
/// settings by name instead. Fails with kCorrupt when git cannot read \a text,
/// or when another setting would change.
Result<RemoveResult> RemoveHelper(
    const Git& git, const std::string& text, const std::string& path,
    const std::function<bool(std::string_view url)>& accepts);

/// True when \a before and \a after have the same settings in the same order,
/// apart from those that `configure` writes for \a urls.
bool IsSameBut(const std::vector<ConfigEntry>& before,
               const std::vector<ConfigEntry>& after,
               const std::vector<std::string>& urls);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_CONFIGURE_REMOVE_HELPER_H_
