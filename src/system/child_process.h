// SPDX-License-Identifier: Apache-2.0
// Running another program: without a shell, for a limited time, and with no
// more than it needs. The only place that does it, but for OpenBrowser(), which
// does not wait.

#ifndef HF_SRC_SYSTEM_CHILD_PROCESS_H_
#define HF_SRC_SYSTEM_CHILD_PROCESS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hf/result.h"
#include "src/system/environment.h"
#include "src/system/secret.h"

namespace hf {

/// The absolute path of \a program in PATH. Empty and relative entries are
/// skipped: they mean the current directory, which may be a repository that
/// another person wrote. Fails with kUnavailable when no entry has it.
Result<std::string> FindProgram(const Environment& environment,
                                std::string_view program);

/// The caller's variables as NAME=value, without those that hold a token.
std::vector<std::string> VariablesWithoutTokens(const Environment& environment);

/// \a words as exec(3) wants them; valid as long as they are.
std::vector<char*> PointersTo(const std::vector<std::string>& words);

/// The exit status of a program that does not exist, as a shell has it.
inline constexpr int kProgramNotThere = 127;

struct ChildCommand {
  std::string program;                 ///< Absolute.
  std::vector<std::string> arguments;  ///< Without the program's name.
  std::string name{};                  ///< argv[0]; empty: `program`.

  /// NAME=value, all of it. Nothing: that of the caller.
  std::optional<std::vector<std::string>> environment{};
  std::string directory{};            ///< Empty: that of the caller.
  std::string_view input{};           ///< What it reads on stdin.
  std::optional<int> most_seconds{};  ///< Nothing: as long as it takes.
  bool shows_errors = false;          ///< Its stderr is the caller's, not none.

  /// It leads a process group, which is killed with it. Else it stays in the
  /// caller's, and may read from the terminal.
  bool has_own_group = false;
};

struct ChildAnswer {
  int status;           ///< As a shell has it: 128 plus the signal if killed.
  SecretString output;  ///< Its stdout, at most 1 MiB.
};

/// Runs \a command to its end. Fails with kUnavailable when it cannot be
/// started, when reading or writing fails, and when it takes longer than it
/// may; with kRefused when its output is longer than 1 MiB. It has then been
/// killed. A program that does not exist has the status 127.
Result<ChildAnswer> RunChild(const ChildCommand& command);

}  // namespace hf

#endif  // HF_SRC_SYSTEM_CHILD_PROCESS_H_
