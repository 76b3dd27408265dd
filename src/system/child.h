// SPDX-License-Identifier: Apache-2.0
// What it takes to run another program and not to wait for ever.

#ifndef HF_SRC_SYSTEM_CHILD_H_
#define HF_SRC_SYSTEM_CHILD_H_

#include <fcntl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "src/system/unique_fd.h"

namespace hf {

/// The status of a program that is not there, as a shell has it.
inline constexpr int kProgramNotThere = 127;

/// What waitpid(2) says as a shell has it: 128 plus the signal if killed.
inline int ExitStatusOf(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Two ends that no program we run inherits.
struct Pipe {
  UniqueFd read, write;

  /// False, with errno, when there are no descriptors left.
  bool Open() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return false;
    read.Reset(ends[0]);
    write.Reset(ends[1]);
    return true;
  }
};

/// When to stop waiting.
class TimeLimit {
 public:
  /// \a seconds from now; nothing: never.
  explicit TimeLimit(std::optional<int> seconds) : endless_(!seconds) {
    clock_gettime(CLOCK_MONOTONIC, &end_);
    end_.tv_sec += seconds.value_or(0);
  }

  bool endless() const { return endless_; }

  /// What is left, in milliseconds; -1 when endless, as poll(2) has it.
  int Left() const {
    if (endless_) return -1;
    timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    const long long left = (end_.tv_sec - now.tv_sec) * 1000LL +
                           (end_.tv_nsec - now.tv_nsec) / 1'000'000;
    return static_cast<int>(std::max(left, 0LL));
  }

 private:
  bool endless_;
  timespec end_;
};

}  // namespace hf

#endif  // HF_SRC_SYSTEM_CHILD_H_
