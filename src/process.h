// SPDX-License-Identifier: Apache-2.0
// What every one of our programs does before anything else.

#ifndef HF_SRC_PROCESS_H_
#define HF_SRC_PROCESS_H_

#include <string>

#include "hf/result.h"

namespace hf {

/// No core dumps, no peeking by other processes of the user, umask 077,
/// descriptors 0 to 2 open (so that no secret file gets one of them). SIGPIPE
/// and SIGXFSZ are ignored: a write that is too much for the file size limit
/// fails, and we say so and clean up, in place of a silent end.
/// Fails with kRefused in a set-user-ID program: it would lend its rights to
/// the tokens of whoever calls.
Result<void> HardenProcess();

/// The file that this process runs, with links resolved; empty when the kernel
/// does not say.
std::string ThisProgram();

}  // namespace hf

#endif  // HF_SRC_PROCESS_H_
