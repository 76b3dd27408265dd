// SPDX-License-Identifier: Apache-2.0
// What every one of our programs does before anything else.

#ifndef HF_SRC_SYSTEM_PROCESS_H_
#define HF_SRC_SYSTEM_PROCESS_H_

#include <string>
#include <string_view>

#include "hf/result.h"

namespace hf {

/// No core dumps, no peeking by other processes of the user, umask 077,
/// descriptors 0 to 2 open (so that no secret file gets one of them). SIGPIPE
/// and SIGXFSZ are ignored: a write that is too much for the file size limit
/// fails, and we say so and clean up, in place of a silent end.
/// Fails with kRefused in a set-user-ID program: it would lend its rights to
/// the tokens of whoever calls.
Result<void> HardenProcess();

/// The absolute path of another program of this installation: \a relative, seen
/// from the folder of the file that this process runs (or as it is, if it is
/// absolute). Empty when the kernel does not say which file that is, for
/// example without /proc. Never relative: that would be a file of the current
/// directory, which may be somebody else's repository.
std::string ProgramAt(std::string_view relative);

/// What to answer when ProgramAt() is empty: kUnavailable.
Error ProgramsNotFound();

}  // namespace hf

#endif  // HF_SRC_SYSTEM_PROCESS_H_
