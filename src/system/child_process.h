// SPDX-License-Identifier: Apache-2.0
// Runs another program: without a shell, with a time limit, and with only the
// descriptors and variables that it needs. All programs are run here, except
// the browser: OpenBrowser() does not wait for it.

#ifndef HF_SRC_SYSTEM_CHILD_PROCESS_H_
#define HF_SRC_SYSTEM_CHILD_PROCESS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hf/result.h"
#include "src/system/environment.h"
#include "src/system/error_lines.h"
#include "src/system/secret.h"

namespace hf {

/// The absolute path of \a program in PATH. Skips empty and relative entries:
/// they mean the current directory, which may be a repository of another user.
/// Fails with kUnavailable when no entry has the program.
Result<std::string> FindProgram(const Environment& environment,
                                std::string_view program);

/// The variables of \a environment as NAME=value, without those that contain a
/// token.
std::vector<std::string> VariablesWithoutTokens(const Environment& environment);

/// \a words as exec(3) takes them; valid as long as \a words.
std::vector<char*> PointersTo(const std::vector<std::string>& words);

/// The exit status for a program that does not exist, as in a shell.
inline constexpr int kProgramNotThere = 127;

struct ChildCommand {
  std::string program;                 ///< Absolute.
  std::vector<std::string> arguments;  ///< Without the program's name.
  std::string name{};                  ///< argv[0]; empty: `program`.

  /// All variables, as NAME=value. Nothing: those of the caller.
  std::optional<std::vector<std::string>> environment{};
  std::string directory{};            ///< Empty: that of the caller.
  std::string_view input{};           ///< The program's stdin.
  std::optional<int> most_seconds{};  ///< Nothing: no limit.
  std::size_t most_output = 1 << 20;  ///< Of its stdout, in bytes.

  /// Its stderr is the caller's, else what `show_error` gets, else /dev/null.
  bool shows_errors = false;
  ShowErrorLine show_error{};

  /// Starts a process group, which is killed with the program. Without it the
  /// program stays in the caller's group, and can read from the terminal.
  bool has_own_group = false;

  /// Its own group may read from the terminal, and gets Ctrl-C.
  bool has_terminal = false;

  /// It is killed when this process ends, even by SIGKILL.
  bool ends_with_caller = false;
};

struct ChildAnswer {
  int status;           ///< As in a shell: 128 plus the signal if killed.
  SecretString output;  ///< Its stdout.
};

/// Runs \a command and waits for its end. Fails with kUnavailable when it
/// cannot be started, when reading or writing fails, and when it takes too
/// long; with kRefused when its output is longer than `most_output`. The
/// program has then been killed. The status of a program that does not exist is
/// kProgramNotThere.
Result<ChildAnswer> RunChild(const ChildCommand& command);

}  // namespace hf

#endif  // HF_SRC_SYSTEM_CHILD_PROCESS_H_
