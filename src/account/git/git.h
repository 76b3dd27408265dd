// SPDX-License-Identifier: Apache-2.0
// Runs git independently of the current repository and of most GIT_* variables.

#ifndef HF_SRC_ACCOUNT_GIT_GIT_H_
#define HF_SRC_ACCOUNT_GIT_GIT_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/system/child_process.h"

namespace hf {

struct GitOutput {
  int status;          ///< As in a shell: 128 plus the signal if killed.
  std::string output;  ///< Its stdout, at most 1 MiB.
};

struct GitVersion {
  int major = 0;
  int minor = 0;
  std::string text;  ///< For example `2.39.5`.

  bool IsAtLeast(int wanted_major, int wanted_minor) const {
    return major > wanted_major ||
           (major == wanted_major && minor >= wanted_minor);
  }

  /// True when git accepts a Bearer token from a helper (`authtype`).
  bool HasAuthtype() const { return IsAtLeast(2, 46); }
};

/// The user's git. Run() starts it in `/`, with an environment without tokens.
/// Of the caller's GIT_* variables it passes only those that name the system's
/// and the user's configuration files, so that it reads the same files as the
/// user's own git.
class Git {
 public:
  /// Fails with kUnavailable when there is no git in PATH.
  static Result<Git> Find(const Environment& environment);

  /// Runs `git ARGUMENTS`. Fails with kUnavailable when git cannot run or does
  /// not end in time; a status other than 0 is no error.
  Result<GitOutput> Run(const std::vector<std::string>& arguments) const;

  struct RunOptions {
    std::string directory = "/";
    std::vector<std::string> variables{};  ///< Replace those of the same name.
    std::string_view input{};              ///< git's stdin.
    int max_seconds = 30;
  };
  /// The same, with \a run_options.
  Result<GitOutput> Run(const std::vector<std::string>& arguments,
                        const RunOptions& run_options) const;

  /// Nothing when `git --version` prints no version.
  std::optional<GitVersion> Version() const;

  /// The program that is too old to send git-lfs's requests with the token of a
  /// browser login, for example "git 2.39.5" or "git-lfs 3.3.0". Nothing when
  /// both can, or when their versions are not known.
  std::optional<std::string> TooOldForLfs() const;

 private:
  std::string program_;
  std::vector<std::string> environment_;
};

/// The answer of the user's git, if there is one; see Git.
std::optional<std::string> TooOldForLfs(const Environment& environment);

/// \a path, made absolute from the current directory. An empty path stays as it
/// is, and every path when there is no current directory.
std::string FromCurrentDirectory(std::string_view path);

/// The parts of \a text between its NUL bytes, for output of `git config
/// --null`.
std::vector<std::string> SplitAtNul(std::string_view text);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_GIT_GIT_H_
