// SPDX-License-Identifier: Apache-2.0
// The verb `exec`: becomes a program of the user that finds a token in
// HF_TOKEN. git-credential-hf does this itself with a stored token; otherwise
// it becomes the account program, which has the network.

#ifndef HF_SRC_PROTOCOL_USER_PROGRAM_H_
#define HF_SRC_PROTOCOL_USER_PROGRAM_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/system/environment.h"
#include "src/system/secret.h"

namespace hf {

inline constexpr std::string_view kExecVerb = "exec";

/// What follows `exec` on the command line.
struct UserProgram {
  std::optional<std::string> owner{};  ///< `--for OWNER[/REPOSITORY]`.
  std::optional<std::string> name{};   ///< `--name NAME`.
  std::vector<std::string> words{};    ///< The program and its arguments.
};

/// Reads \a arguments up to the program, which a `--` may precede. Nothing when
/// they are wrong or ask for help: the account program then says so.
std::optional<UserProgram> ParseUserProgram(
    const std::vector<std::string>& arguments);

/// Replaces this process by \a program, with \a token in HF_TOKEN and no other
/// variable that holds a token or asks for one. Undoes HardenProcess(). Returns
/// only after a failure that it has printed: 127 when there is no such program,
/// 126 when it cannot be run, as in a shell.
///
/// A program without a slash is looked for in PATH, but only in its absolute
/// directories: another one may belong to a repository of somebody else.
int BecomeUserProgram(const UserProgram& program,
                      const Environment& environment,
                      const SecretString& token);

}  // namespace hf

#endif  // HF_SRC_PROTOCOL_USER_PROGRAM_H_
