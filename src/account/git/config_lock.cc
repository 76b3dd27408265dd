// SPDX-License-Identifier: Apache-2.0
#include "src/account/git/config_lock.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <vector>

#include "src/files/secret_file.h"
#include "src/system/path.h"
#include "src/text/shell_word.h"

namespace hf {
namespace {

/// Tries again when the file system fails for a moment: a run that has nothing
/// to write removes no name that is left.
void RemoveName(const std::string& name) {
  constexpr int kMaxTries = 3;
  for (int tries = 0; tries < kMaxTries; ++tries) {
    if (unlink(name.c_str()) == 0 || errno == ENOENT) return;
  }
}

constexpr std::string_view kMark = ".hf-";
constexpr std::string_view kMarkSuffix = "XXXXXX";  // mkostemp(3) needs these.

std::string LockOf(const std::string& path) { return path + ".lock"; }

bool IsMarkOf(std::string_view file, std::string_view name) {
  return name.starts_with(file) &&
         name.substr(file.size()).starts_with(kMark) &&
         name.size() == file.size() + kMark.size() + kMarkSuffix.size();
}

std::vector<std::string> MarksOf(const std::string& path) {
  std::vector<std::string> marks;
  const std::string directory = DirectoryOf(path);
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(opendir(directory.c_str()),
                                                    &closedir);
  if (!entries) return marks;
  while (const dirent* entry = readdir(entries.get())) {
    if (IsMarkOf(FileNameOf(path), entry->d_name)) {
      marks.push_back(JoinPath(directory, entry->d_name));
    }
  }
  return marks;
}

/// True when \a path is a name of \a file.
bool IsNameOf(const std::string& path, const struct stat& file) {
  struct stat named;
  return lstat(path.c_str(), &named) == 0 && named.st_ino == file.st_ino &&
         named.st_dev == file.st_dev;
}

/// Removes \a mark, and the lock of \a path if it is the same file, unless the
/// process that created them still runs.
void RemoveIfStale(const std::string& path, const std::string& mark) {
  const UniqueFd file(
      open(mark.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat facts;
  const bool is_own = file.ok() && fstat(file.get(), &facts) == 0 &&
                      S_ISREG(facts.st_mode) && facts.st_uid == geteuid();
  if (!is_own || flock(file.get(), LOCK_EX | LOCK_NB) != 0) return;
  // Compares the names after flock(2): only its holder removes these names.
  if (IsNameOf(LockOf(path), facts)) RemoveName(LockOf(path));
  if (IsNameOf(mark, facts)) RemoveName(mark);
}

Error LockedError(const std::string& path) {
  const std::string remove = CommandToCopy("rm", {LockOf(path)});
  return {Problem::kUnavailable,
          "'" + path + "' is locked by git, with '" + LockOf(path) + "'",
          "try again; if no git is running, " +
              (remove.empty() ? "remove that file" : remove)};
}

/// kUnavailable when the lock exists, so that Take() tries again.
Error CreateError(const std::string& lock, int error) {
  Error failure = FileError("write", lock, error);
  if (error == EEXIST) failure.problem = Problem::kUnavailable;
  return failure;
}

}  // namespace

void RemoveStaleLock(const std::string& path) {
  for (const std::string& mark : MarksOf(path)) RemoveIfStale(path, mark);
}

ConfigLock::ConfigLock(ConfigLock&& other) noexcept
    : lock_(std::exchange(other.lock_, {})),
      mark_(std::exchange(other.mark_, {})),
      fd_(std::move(other.fd_)) {}

ConfigLock::~ConfigLock() {
  if (!lock_.empty()) RemoveName(lock_);
  if (!mark_.empty()) RemoveName(mark_);
}

/// For a file system without hard links.
Result<ConfigLock> ConfigLock::TakePlain(const std::string& path) {
  const std::string lock = LockOf(path);
  UniqueFd fd(open(lock.c_str(),
                   O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                   kNewConfigMode));
  if (!fd.ok()) return CreateError(lock, errno);
  return ConfigLock(lock, {}, std::move(fd));
}

Result<ConfigLock> ConfigLock::TakeMarked(const std::string& path) {
  std::string mark = path;
  mark.append(kMark).append(kMarkSuffix);
  UniqueFd fd(mkostemp(mark.data(), O_CLOEXEC));
  if (!fd.ok()) return CreateError(LockOf(path), errno);
  // Before this flock(2), another process may lock the mark as a stale one.
  if (flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    const bool is_locked = errno == EWOULDBLOCK;
    RemoveName(mark);
    return is_locked ? CreateError(LockOf(path), EEXIST) : TakePlain(path);
  }
  if (link(mark.c_str(), LockOf(path).c_str()) == 0) {
    return ConfigLock(LockOf(path), std::move(mark), std::move(fd));
  }
  const int error = errno;
  RemoveName(mark);
  if (error == EEXIST || error == ENOENT) {
    return CreateError(LockOf(path), EEXIST);
  }
  return TakePlain(path);
}

Result<ConfigLock> ConfigLock::Take(const std::string& path) {
  constexpr int kMaxTries = 20;
  constexpr useconds_t kPause = 50'000;
  for (int tries = 1;; ++tries) {
    RemoveStaleLock(path);
    Result<ConfigLock> lock = TakeMarked(path);
    if (lock.ok() || lock.error().problem != Problem::kUnavailable) return lock;
    if (tries == kMaxTries) return LockedError(path);
    usleep(kPause);
  }
}

Result<void> ConfigLock::Commit(const std::string& path) {
  if (rename(lock_.c_str(), path.c_str()) != 0) {
    return FileError("write", path, errno);
  }
  lock_.clear();
  return {};
}

}  // namespace hf
