// SPDX-License-Identifier: Apache-2.0
// How the helper ends where a program with exceptions would throw one.

#ifndef HF_SRC_RUNTIME_FAILURES_H_
#define HF_SRC_RUNTIME_FAILURES_H_

namespace hf {

/// Says on stderr that there is no memory, and ends the program with 1.
[[noreturn]] void FailOutOfMemory();

/// Says on stderr that the program has the defect \a what, and ends it with
/// SIGABRT.
[[noreturn]] void FailByDefect(const char* what);

}  // namespace hf

#endif  // HF_SRC_RUNTIME_FAILURES_H_
