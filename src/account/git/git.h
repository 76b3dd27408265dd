// SPDX-License-Identifier: Apache-2.0
// Running the real git where no repository and no variable can mislead it.

#ifndef HF_SRC_ACCOUNT_GIT_GIT_H_
#define HF_SRC_ACCOUNT_GIT_GIT_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/system/child_process.h"

namespace hf {

struct GitAnswer {
  int status;          ///< As a shell has it: 128 plus the signal if killed.
  std::string output;  ///< Its stdout, at most 1 MiB.
};

struct GitVersion {
  int major = 0;
  int minor = 0;
  std::string text;  ///< As git writes it: 2.39.5

  /// True when a helper can give it a Bearer token (`authtype`).
  bool HasAuthtype() const { return major > 2 || (major == 2 && minor >= 46); }
};

/// The user's git, run from `/` unless told otherwise, with an environment that
/// has no token, and of the caller's GIT_* variables only those that say where
/// the system's and the user's configuration are: what we read there is what
/// the user's git reads.
class Git {
 public:
  /// Fails with kUnavailable when there is no git in PATH.
  static Result<Git> Find(const Environment& environment);

  /// Runs `git ARGUMENTS`, whatever it answers.
  Result<GitAnswer> Run(const std::vector<std::string>& arguments) const;

  /// The same in \a directory, with other variables and something to read.
  struct Surroundings {
    std::string directory = "/";
    std::vector<std::string> variables{};  ///< Before those of the same name.
    std::string_view input{};
    int most_seconds = 30;
  };
  Result<GitAnswer> Run(const std::vector<std::string>& arguments,
                        const Surroundings& surroundings) const;

  /// Nothing when git does not tell.
  std::optional<GitVersion> Version() const;

 private:
  std::string program_;
  std::vector<std::string> environment_;
};

/// \a path as a process in the current directory takes it, absolute; an empty
/// one, and one that nothing can be said of, stays as it is.
std::string FromCurrentDirectory(std::string_view path);

/// \a text at its NUL bytes, as `git config --null` separates its answers.
std::vector<std::string> SplitAtNul(std::string_view text);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_GIT_GIT_H_
