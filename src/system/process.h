// SPDX-License-Identifier: Apache-2.0
// What all programs of git-credential-hf do first, and how they find each
// other.

#ifndef HF_SRC_SYSTEM_PROCESS_H_
#define HF_SRC_SYSTEM_PROCESS_H_

#include <string>
#include <string_view>

#include "hf/result.h"

namespace hf {

/// Turns off core dumps (the soft limit and PR_SET_DUMPABLE) and the debugging
/// of this process by others, sets the umask to 077, and opens the descriptors
/// 0 to 2 (so that no file with a secret gets one of these numbers). Ignores
/// SIGPIPE and SIGXFSZ: a write beyond the file size limit then fails, and the
/// program can clean up and print a message instead of ending silently. Fails
/// with kRefused in a set-user-ID program, which would handle the caller's
/// tokens with the rights of another user.
Result<void> HardenProcess();

/// Undoes HardenProcess() for the program that execve(2) is about to start,
/// except what the kernel itself undoes then (PR_SET_DUMPABLE).
void RestoreProcess();

/// The absolute path of another program of this installation. \a relative is
/// its path from the folder of the program that runs, or an absolute path.
/// Empty when the kernel does not tell the path of the running program, for
/// example without /proc. Never a relative path: that would be a file in the
/// current directory, which may be a repository of another user.
std::string ProgramAt(std::string_view relative);

/// The error for an empty ProgramAt(): kUnavailable.
Error ProgramsNotFound();

}  // namespace hf

#endif  // HF_SRC_SYSTEM_PROCESS_H_
