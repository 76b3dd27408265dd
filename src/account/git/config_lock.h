// SPDX-License-Identifier: Apache-2.0
// git's own lock on one of its configuration files: whoever makes `FILE.lock`
// may replace FILE.

#ifndef HF_SRC_ACCOUNT_GIT_CONFIG_LOCK_H_
#define HF_SRC_ACCOUNT_GIT_CONFIG_LOCK_H_

#include <string>

#include "hf/result.h"
#include "src/system/unique_fd.h"

namespace hf {

/// Holds `FILE.lock`, and removes it unless it became FILE.
///
/// The lock of a process that was killed stays, and nothing tells a git's from
/// ours. So ours has a second name beside it, `FILE.hf-XXXXXX`, and is locked
/// by flock(2) while its process lives: the next run removes one that is not.
class ConfigLock {
 public:
  /// The lock on \a path. git holds it for a moment only, so this waits no
  /// longer than a second. Fails with kUnavailable when another process keeps
  /// it, with kRefused where it cannot be made.
  static Result<ConfigLock> Take(const std::string& path);

  ConfigLock(ConfigLock&& other) noexcept;
  ConfigLock& operator=(ConfigLock&&) = delete;
  ~ConfigLock();

  /// The file that is locked and empty, to be written.
  int fd() const { return fd_.get(); }

  /// Makes it the file \a path. Fails with kRefused; \a path is then as before.
  Result<void> Become(const std::string& path);

 private:
  ConfigLock(std::string lock, std::string mark, UniqueFd fd)
      : lock_(std::move(lock)), mark_(std::move(mark)), fd_(std::move(fd)) {}

  static Result<ConfigLock> TakeMarked(const std::string& path);
  static Result<ConfigLock> TakePlain(const std::string& path);

  std::string lock_, mark_;  // The mark is empty where there are no links.
  UniqueFd fd_;
};

/// Removes what a killed run has left of a lock on \a path, if it did. For a
/// run that finds nothing to write, and so takes no lock.
void RemoveLeftLock(const std::string& path);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_GIT_CONFIG_LOCK_H_
