// SPDX-License-Identifier: Apache-2.0
// The lock that everybody who changes the token store takes, Python's refresh
// included (hub-contract §9).

#ifndef HF_SRC_STORE_LOCK_H_
#define HF_SRC_STORE_LOCK_H_

#include <string>

#include "hf/result.h"
#include "src/secret_directory.h"
#include "src/unique_fd.h"

namespace hf {

/// Held from Acquire() until it goes out of scope. A flock(2): Python's
/// filelock takes the same kind, and a POSIX lock would not exclude it.
class StoreLock {
 public:
  /// Waits up to 30 seconds for `NAME` in \a directory, saying so on stderr
  /// after the first. Fails with kUnavailable when somebody keeps it longer,
  /// with kRefused where the file system has no locks: writing without one
  /// could lose a token.
  static Result<StoreLock> Acquire(const SecretDirectory& directory,
                                   const std::string& name);

 private:
  explicit StoreLock(UniqueFd fd) : fd_(std::move(fd)) {}

  UniqueFd fd_;  // Closing it unlocks. The file stays, as filelock leaves it.
};

}  // namespace hf

#endif  // HF_SRC_STORE_LOCK_H_
