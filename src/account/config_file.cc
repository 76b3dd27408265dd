// SPDX-License-Identifier: Apache-2.0
#include "src/account/config_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/secret_file.h"
#include "src/store_path.h"
#include "src/unique_fd.h"

namespace hf {
namespace {

constexpr mode_t kNewFileMode = 0644;  // As git makes them.

Error LeftAlone(const std::string& path, std::string why,
                std::string hint = {}) {
  return {Problem::kRefused, "not changing '" + path + "': " + why,
          std::move(hint)};
}

Result<void> CheckWritable(const std::string& path, const struct stat& facts) {
  if (S_ISLNK(facts.st_mode)) {
    Result<std::string> target = FollowLink(path);
    return LeftAlone(path, "it is a symbolic link",
                     target.ok() ? "to write what it names, use --file '" +
                                       target.value() + "'"
                                 : "");
  }
  if (!S_ISREG(facts.st_mode)) return LeftAlone(path, "it is no regular file");
  if (facts.st_uid != geteuid()) {
    return LeftAlone(path, "it belongs to another user");
  }
  if ((facts.st_mode & S_IWUSR) == 0) {
    return LeftAlone(path, "it is read-only");
  }
  return {};
}

Result<std::string> ReadAll(const std::string& path, int fd) {
  std::string text;
  char chunk[4096];
  ssize_t count;
  while ((count = read(fd, chunk, sizeof chunk)) != 0) {
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FileError("read", path, errno);
    text.append(chunk, static_cast<std::size_t>(count));
  }
  return text;
}

Result<void> WriteAll(const std::string& path, int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = write(fd, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FileError("write", path, errno);
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  if (fsync(fd) != 0) return FileError("write", path, errno);
  return {};
}

/// Holds PATH.lock, and removes it unless it became the file.
class ConfigLock {
 public:
  static Result<ConfigLock> Take(const std::string& path) {
    ConfigLock lock(path + ".lock");
    lock.fd_.Reset(open(lock.path_.c_str(),
                        O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                        kNewFileMode));
    if (lock.fd_.ok()) return lock;
    const int error = errno;
    lock.path_.clear();
    if (error == EEXIST) {
      return Error{
          Problem::kUnavailable, "'" + path + "' is locked by another git",
          "try again; if no git is running, remove '" + path + ".lock'"};
    }
    return FileError("write", path, error);
  }

  ConfigLock(ConfigLock&& other) noexcept
      : path_(std::exchange(other.path_, {})), fd_(std::move(other.fd_)) {}
  ConfigLock& operator=(ConfigLock&&) = delete;
  ~ConfigLock() {
    if (!path_.empty()) unlink(path_.c_str());
  }

  int fd() const { return fd_.get(); }

  Result<void> Become(const std::string& path) {
    if (rename(path_.c_str(), path.c_str()) != 0) {
      return FileError("write", path, errno);
    }
    path_.clear();
    return {};
  }

 private:
  explicit ConfigLock(std::string path) : path_(std::move(path)) {}

  std::string path_;
  UniqueFd fd_;
};

void SyncDirectoryOf(const std::string& path) {
  const UniqueFd directory(
      open(DirectoryOf(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.ok()) fsync(directory.get());
}

}  // namespace

Result<std::optional<std::string>> ReadConfigFile(const std::string& path) {
  struct stat facts;
  if (lstat(path.c_str(), &facts) != 0) {
    if (errno == ENOENT) return {std::nullopt};
    return FileError("read", path, errno);
  }
  if (Result<void> fit = CheckWritable(path, facts); !fit.ok()) {
    return fit.error();
  }
  const UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!fd.ok()) return FileError("read", path, errno);
  Result<std::string> text = ReadAll(path, fd.get());
  if (!text.ok()) return text.error();
  return {std::move(text).value()};
}

Result<void> ReplaceConfigFile(const std::string& path,
                               const std::optional<std::string>& before,
                               const std::optional<std::string>& text) {
  Result<ConfigLock> lock = ConfigLock::Take(path);
  if (!lock.ok()) return lock.error();
  Result<std::optional<std::string>> now = ReadConfigFile(path);
  if (!now.ok()) return now.error();
  if (now.value() != before) {
    return Error{Problem::kUnavailable,
                 "'" + path + "' was changed by another program meanwhile",
                 "try again"};
  }
  if (!text) {
    if (unlink(path.c_str()) != 0 && errno != ENOENT) {
      return FileError("remove", path, errno);
    }
    SyncDirectoryOf(path);
    return {};
  }
  struct stat facts;
  mode_t mode = kNewFileMode;
  if (before && stat(path.c_str(), &facts) == 0) mode = facts.st_mode & 07777;
  if (fchmod(lock.value().fd(), mode) != 0) {
    return FileError("write", path, errno);
  }
  Result<void> written = WriteAll(path, lock.value().fd(), *text);
  if (!written.ok()) return written;
  Result<void> renamed = lock.value().Become(path);
  if (renamed.ok()) SyncDirectoryOf(path);
  return renamed;
}

}  // namespace hf
