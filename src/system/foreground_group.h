// SPDX-License-Identifier: Apache-2.0
// Which process group may read from the terminal.

#ifndef HF_SRC_SYSTEM_FOREGROUND_GROUP_H_
#define HF_SRC_SYSTEM_FOREGROUND_GROUP_H_

#include <sys/types.h>

#include "src/system/unique_fd.h"

namespace hf {

/// Gives the terminal of this process to the group of a child, and takes it
/// back when it is destroyed. The child's group then gets Ctrl-C.
class ForegroundGroup {
 public:
  /// Does nothing later when \a is_wanted is false, and when this process has
  /// no terminal or runs in the background.
  explicit ForegroundGroup(bool is_wanted);
  ~ForegroundGroup();
  ForegroundGroup(const ForegroundGroup&) = delete;
  ForegroundGroup& operator=(const ForegroundGroup&) = delete;

  /// Makes \a group the one that may read. Both the child and its parent call
  /// this: either process may run first.
  void Give(pid_t group) const;

 private:
  UniqueFd terminal_;
};

}  // namespace hf

#endif  // HF_SRC_SYSTEM_FOREGROUND_GROUP_H_
