// SPDX-License-Identifier: Apache-2.0
// The lock that everybody who changes the token store takes, Python's refresh
// included (hub-contract §9).

#ifndef HF_SRC_FILES_FILE_LOCK_H_
#define HF_SRC_FILES_FILE_LOCK_H_

#include <string>

#include "hf/result.h"
#include "src/files/secret_directory.h"
#include "src/system/unique_fd.h"

namespace hf {

/// How long to wait for a lock that another process holds.
enum class LockWait {
  kNone,
  kHalfAMinute,
};

/// Held from Acquire() until it goes out of scope. A flock(2): Python's
/// filelock takes the same kind, and a POSIX lock would not exclude it.
class FileLock {
 public:
  /// Waits for `NAME` in \a directory as \a wait says, and says so on stderr
  /// after the first second. Fails with kUnavailable when another process keeps
  /// it longer, with kRefused where the file system has no locks: writing
  /// without one could lose a token.
  static Result<FileLock> Acquire(const SecretDirectory& directory,
                                  const std::string& name,
                                  LockWait wait = LockWait::kHalfAMinute);

  /// True when another process held it first.
  bool has_waited() const { return has_waited_; }

 private:
  FileLock(UniqueFd fd, bool has_waited)
      : fd_(std::move(fd)), has_waited_(has_waited) {}

  UniqueFd fd_;  // Closing it unlocks. The file stays, as filelock leaves it.
  bool has_waited_;
};

}  // namespace hf

#endif  // HF_SRC_FILES_FILE_LOCK_H_
