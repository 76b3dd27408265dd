// SPDX-License-Identifier: Apache-2.0
#include "src/files/file_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>

#include "src/files/nfs.h"
#include "src/files/secret_file.h"
#include "src/system/path.h"
#include "src/text/message.h"
#include "src/text/shell_word.h"

namespace hf {
namespace {

constexpr int kTriesPerSecond = 20;  // One each 50 ms, like filelock.
constexpr int kMostSeconds = 30;

Error HasNoRealLock(const std::string& path) {
  return {
      Problem::kRefused,
      "cannot lock '" + path +
          "': its NFS is mounted with 'nolock' or 'local_lock', and another "
          "machine could write at the same time",
      "mount it without them, or set HF_HOME to a directory of this "
      "machine"};
}

Result<UniqueFd> OpenLockFile(const SecretDirectory& directory,
                              const std::string& name) {
  const std::string path = JoinPath(directory.path(), name);
  UniqueFd fd(openat(directory.fd(), name.c_str(),
                     O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
                     S_IRUSR | S_IWUSR));
  if (!fd.ok()) return FileError("lock", path, errno);
  struct stat facts;
  if (fstat(fd.get(), &facts) != 0) return FileError("lock", path, errno);
  if (!S_ISREG(facts.st_mode) || facts.st_uid != geteuid()) {
    return Error{Problem::kRefused,
                 "cannot lock '" + path + "': it does not belong to you"};
  }
  if (HasLocalLocksOnly(fd.get())) return HasNoRealLock(path);
  return fd;
}

/// filelock 3.20 removes the lock file when it unlocks. A lock on a removed
/// file excludes no other process.
bool IsStillThere(const SecretDirectory& directory, const std::string& name,
                  int fd) {
  struct stat held, named;
  return fstat(fd, &held) == 0 && held.st_nlink > 0 &&
         fstatat(directory.fd(), name.c_str(), &named, AT_SYMLINK_NOFOLLOW) ==
             0 &&
         held.st_ino == named.st_ino && held.st_dev == named.st_dev;
}

Error IsHeld(const std::string& path) {
  return {Problem::kUnavailable, "another program holds '" + path + "'"};
}

void Pause() {
  const timespec pause = {0, 1'000'000'000 / kTriesPerSecond};
  nanosleep(&pause, nullptr);
}

}  // namespace

Result<FileLock> FileLock::Acquire(const SecretDirectory& directory,
                                   const std::string& name, LockWait wait) {
  const std::string path = JoinPath(directory.path(), name);
  for (int tries = 0; tries < kMostSeconds * kTriesPerSecond; ++tries) {
    Result<UniqueFd> file = OpenLockFile(directory, name);
    if (!file.ok()) return file.error();
    const int fd = file.value().get();
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
      if (!IsStillThere(directory, name, fd)) continue;
      return FileLock(std::move(file).value(), tries > 0);
    }
    if (errno != EWOULDBLOCK && errno != EINTR) {
      return FileError("lock", path, errno);
    }
    if (wait == LockWait::kNone) return IsHeld(path);
    if (tries == kTriesPerSecond) {
      PrintNotice("waiting for another program that holds '" + path + "'");
    }
    Pause();
  }
  const std::string find = CommandToCopy("fuser", {path});
  return Error{Problem::kUnavailable,
               "cannot lock '" + path + "': another program has held it for " +
                   std::to_string(kMostSeconds) + " seconds",
               "try again when it is done" +
                   (find.empty() ? "" : ", or find it with: " + find)};
}

}  // namespace hf
