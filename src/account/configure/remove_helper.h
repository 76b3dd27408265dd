// SPDX-License-Identifier: Apache-2.0
// Taking out of a configuration file what `configure` once wrote.

#ifndef HF_SRC_ACCOUNT_CONFIGURE_REMOVE_HELPER_H_
#define HF_SRC_ACCOUNT_CONFIGURE_REMOVE_HELPER_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "src/account/git/config.h"
#include "src/account/git/git.h"

namespace hf {

/// What is left of a file, and for which URLs it named our helper before.
struct RemoveResult {
  std::string text;
  std::vector<std::string> urls;
  bool others_of_us{};  ///< Other URLs' lines of ours are still there.
  std::vector<std::string> proactive{};  ///< URLs: ProactiveLinesFor() went.
};

/// \a text, which is in \a path, without what `configure` wrote for the URLs
/// that \a is_meant accepts; byte for byte as it was before (once WithoutMarks
/// has seen it), unless somebody has edited our lines: then git takes them out
/// by name. Fails with kCorrupt when git cannot read \a text, and rather than
/// touch another setting.
Result<RemoveResult> RemoveHelper(
    const Git& git, const std::string& text, const std::string& path,
    const std::function<bool(std::string_view url)>& is_meant);

/// True when \a before and \a after have the same settings in the same order,
/// but for those that `configure` writes for \a urls.
bool IsSameBut(const std::vector<ConfigEntry>& before,
               const std::vector<ConfigEntry>& after,
               const std::vector<std::string>& urls);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_CONFIGURE_REMOVE_HELPER_H_
