// SPDX-License-Identifier: Apache-2.0
// The paths of the token store, which this program shares with the Hub's Python
// library (hub-contract §1).

#ifndef HF_SRC_STORE_STORE_PATHS_H_
#define HF_SRC_STORE_STORE_PATHS_H_

#include <string>
#include <string_view>

#include "hf/result.h"
#include "src/system/environment.h"

namespace hf {

struct StorePaths {
  std::string token;   ///< The token file: only the active token.
  std::string tokens;  ///< The store: `stored_tokens`.
  std::string state;   ///< The state file: owner rules, keyring names.

  /// The file with the user's commands. No variable but HOME moves it; empty
  /// when HOME is no absolute path.
  std::string commands{};

  /// The file of root; empty for none. No variable moves it.
  std::string system{};
};

/// The paths that the variables of \a environment decide. Fails with kUsage,
/// naming the variable, when a path would be relative or a home is empty:
/// Python would then read a file of the current directory, which may be a
/// repository of another user.
Result<StorePaths> FindStore(const Environment& environment);

/// Python's expandvars(expanduser(path)).
class PathExpander {
 public:
  explicit PathExpander(const Environment& environment)
      : environment_(environment) {}

  /// A leading `~` or `~name` first, then one pass over `$NAME` and `${NAME}`.
  /// An unknown user or variable stays unchanged.
  std::string Expand(std::string_view path) const;

  /// The home directory, as HOME has it; no variable in it is expanded.
  std::string ExpandHome() const;

 private:
  std::string ExpandUser(std::string_view path) const;
  std::string ExpandVariables(std::string_view path) const;

  const Environment& environment_;
};

}  // namespace hf

#endif  // HF_SRC_STORE_STORE_PATHS_H_
