// SPDX-License-Identifier: Apache-2.0
// Running another program: without a shell, for a limited time, and with
// nothing of ours that it need not have.

#ifndef HF_SRC_SYSTEM_CHILD_PROCESS_H_
#define HF_SRC_SYSTEM_CHILD_PROCESS_H_

#include <string>
#include <string_view>
#include <vector>

#include "hf/result.h"
#include "src/system/environment.h"

namespace hf {

/// The absolute path of \a program in PATH. Empty and relative entries are
/// skipped: they would mean the current directory, which may be a stranger's
/// repository. Fails with kUnavailable when it is nowhere.
Result<std::string> FindProgram(const Environment& environment,
                                std::string_view program);

/// The caller's variables as NAME=value, without those that hold a token.
std::vector<std::string> VariablesWithoutTokens(const Environment& environment);

/// \a words as exec(3) wants them; valid as long as they are.
std::vector<char*> PointersTo(const std::vector<std::string>& words);

struct ChildCommand {
  std::string program;                   ///< Absolute.
  std::vector<std::string> arguments;    ///< Without the program's name.
  std::vector<std::string> environment;  ///< NAME=value, all of it.
  std::string directory = "/";
  std::string_view input{};  ///< What it reads on stdin; may hold a secret.
  int most_seconds = 30;
};

struct ChildAnswer {
  int status;          ///< As the shell has it: 128 plus the signal if killed.
  std::string output;  ///< Its stdout, at most 1 MiB.
};

/// Runs \a command to its end, in a process group of its own. Its stderr goes
/// to /dev/null. Fails with kUnavailable when it cannot be started, cannot be
/// told or heard to the end, or takes longer than it may, with kRefused when
/// its output does not end; it has then been killed with all that it started. A
/// program that is not there has the status 127.
Result<ChildAnswer> RunChild(const ChildCommand& command);

}  // namespace hf

#endif  // HF_SRC_SYSTEM_CHILD_PROCESS_H_
