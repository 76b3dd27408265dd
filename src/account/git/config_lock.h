// SPDX-License-Identifier: Apache-2.0
// git's own lock on one of its configuration files: the process that creates
// `FILE.lock` may replace FILE.

#ifndef HF_SRC_ACCOUNT_GIT_CONFIG_LOCK_H_
#define HF_SRC_ACCOUNT_GIT_CONFIG_LOCK_H_

#include <sys/types.h>

#include <string>

#include "hf/result.h"
#include "src/system/unique_fd.h"

namespace hf {

/// The mode that git gives to a new configuration file.
constexpr mode_t kNewConfigMode = 0644;

/// Holds `FILE.lock`, and removes it unless Commit() has renamed it to FILE.
///
/// When a process is killed, its lock stays, and nothing in it shows whether
/// git or this program created it. So this program gives its lock a second name
/// (a hard link), `FILE.hf-XXXXXX`, and holds flock(2) on it. The next run
/// removes a lock that has such a name and is not held by flock(2).
class ConfigLock {
 public:
  /// Takes the lock on \a path. Waits one second at most, because git holds it
  /// for a short time only. Fails with kUnavailable when another process still
  /// has it, with kRefused when it cannot be created.
  static Result<ConfigLock> Take(const std::string& path);

  ConfigLock(ConfigLock&& other) noexcept;
  ConfigLock& operator=(ConfigLock&&) = delete;
  ~ConfigLock();

  /// The lock file, empty and open for writing.
  int fd() const { return fd_.get(); }

  /// Renames the lock file to \a path. Fails with kRefused; \a path is then as
  /// before.
  Result<void> Commit(const std::string& path);

 private:
  ConfigLock(std::string lock, std::string mark, UniqueFd fd)
      : lock_(std::move(lock)), mark_(std::move(mark)), fd_(std::move(fd)) {}

  static Result<ConfigLock> TakeMarked(const std::string& path);
  static Result<ConfigLock> TakePlain(const std::string& path);

  std::string lock_, mark_;  // No mark on a file system without hard links.
  UniqueFd fd_;
};

/// Removes a lock on \a path that a killed run of this program has left. Take()
/// does this too; call it in a run that takes no lock because it has nothing to
/// write.
void RemoveStaleLock(const std::string& path);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_GIT_CONFIG_LOCK_H_
