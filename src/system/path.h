// SPDX-License-Identifier: Apache-2.0
// os.path as Python has it, for the paths that both of us must find
// (hub-contract §1).

#ifndef HF_SRC_SYSTEM_PATH_H_
#define HF_SRC_SYSTEM_PATH_H_

#include <string>
#include <string_view>

namespace hf {

class Environment;

/// os.path.join of two: \a right alone when it is absolute.
std::string JoinPath(std::string_view left, std::string_view right);

/// os.path.dirname: what is before the last '/', without trailing slashes
/// unless it is all slashes; empty when there is no '/'.
std::string DirectoryOf(std::string_view path);

/// os.path.basename: what is after the last '/'.
std::string_view FileNameOf(std::string_view path);

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

#endif  // HF_SRC_SYSTEM_PATH_H_
