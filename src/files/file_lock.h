// SPDX-License-Identifier: Apache-2.0
// The lock for changes of the token store. Python's refresh takes it, too
// (hub-contract §9).

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

/// Locked from Acquire() until it is destroyed. A flock(2), as Python's
/// filelock takes: a POSIX lock would not exclude filelock.
class FileLock {
 public:
  /// Locks the file \a name in \a directory. Waits as long as \a wait says,
  /// with a message on stderr after the first second. Fails with kUnavailable
  /// when another process holds the lock longer, and with kRefused when the
  /// file system has no locks, or has them for this machine alone, or the file
  /// belongs to another user.
  static Result<FileLock> Acquire(const SecretDirectory& directory,
                                  const std::string& name,
                                  LockWait wait = LockWait::kHalfAMinute);

  /// True when another process held it first.
  bool has_waited() const { return has_waited_; }

 private:
  FileLock(UniqueFd fd, bool has_waited)
      : fd_(std::move(fd)), has_waited_(has_waited) {}

  UniqueFd fd_;  // Closing it unlocks. The file stays, as with filelock.
  bool has_waited_;
};

}  // namespace hf

#endif  // HF_SRC_FILES_FILE_LOCK_H_
