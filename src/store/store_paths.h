// SPDX-License-Identifier: Apache-2.0
// Where the files are that this program shares with the Hub's Python library
// (hub-contract §1).

#ifndef HF_SRC_STORE_STORE_PATHS_H_
#define HF_SRC_STORE_STORE_PATHS_H_

#include <string>
#include <string_view>

#include "hf/result.h"
#include "src/system/environment.h"

namespace hf {

struct StorePaths {
  std::string token;   ///< The active token and nothing else.
  std::string tokens;  ///< The store: `stored_tokens`.
  std::string state;   ///< This program's own: rules, and the keyring's names.
};

/// Fails with kUsage, naming the variable, when one of the paths would be
/// relative or a home is empty: Python would then read a file of the current
/// directory, which may be a repository that another person wrote.
Result<StorePaths> FindStore(const Environment& environment);

/// expandvars(expanduser(path)).
class PathExpander {
 public:
  explicit PathExpander(const Environment& environment)
      : environment_(environment) {}

  /// A leading `~` or `~name` first, then one pass over `$NAME` and `${NAME}`.
  /// What is not known (a user, a variable) stays as it is written.
  std::string Expand(std::string_view path) const;

 private:
  std::string ExpandUser(std::string_view path) const;
  std::string ExpandVariables(std::string_view path) const;

  const Environment& environment_;
};

}  // namespace hf

#endif  // HF_SRC_STORE_STORE_PATHS_H_
