// SPDX-License-Identifier: Apache-2.0
#include "src/account/config_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/account/interruption.h"
#include "src/account/read_file.h"
#include "src/durable_write.h"
#include "src/secret_file.h"
#include "src/shell_word.h"
#include "src/store_path.h"
#include "src/unique_fd.h"

namespace hf {
namespace {

constexpr mode_t kNewFileMode = 0644;  // As git makes them.

Error LeftAlone(const std::string& path, const std::string& why,
                std::string hint = {}) {
  return {Problem::kRefused, "not changing '" + path + "': " + why,
          std::move(hint)};
}

/// sudo keeps HOME with some settings; a file of root there would lock its
/// owner out.
Result<void> CheckNewFile(const std::string& path) {
  struct stat facts;
  const bool strangers = geteuid() == 0 &&
                         stat(DirectoryOf(path).c_str(), &facts) == 0 &&
                         facts.st_uid != 0;
  if (!strangers) return {};
  return LeftAlone(path, "its directory belongs to another user");
}

Result<void> CheckWritable(const std::string& path) {
  struct stat facts;
  if (lstat(path.c_str(), &facts) != 0) {
    if (errno == ENOENT) return CheckNewFile(path);
    return FileError("read", path, errno);
  }
  if (S_ISLNK(facts.st_mode)) {
    Result<std::string> target = FollowLink(path);
    const std::string option =
        target.ok() ? CommandToCopy("--file", {target.value()}) : "";
    return LeftAlone(
        path, "it is a symbolic link",
        option.empty() ? "" : "to write what it names, use " + option);
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

/// Holds PATH.lock, and removes it unless it became the file.
class ConfigLock {
 public:
  /// git holds it for a moment only, so this waits no longer than a second.
  static Result<ConfigLock> Take(const std::string& path) {
    constexpr int kMostTries = 20;
    constexpr useconds_t kPause = 50'000;
    const std::string name = path + ".lock";
    for (int tries = 1;; ++tries) {
      UniqueFd fd(open(name.c_str(),
                       O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                       kNewFileMode));
      if (fd.ok()) return ConfigLock(name, std::move(fd));
      if (errno != EEXIST) return FileError("write", name, errno);
      if (tries == kMostTries) break;
      usleep(kPause);
    }
    const std::string remove = CommandToCopy("rm", {name});
    return Error{Problem::kUnavailable,
                 "'" + path + "' is locked by a git, by '" + name + "'",
                 "try again; if no git is running, " +
                     (remove.empty() ? "remove that file" : remove)};
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
  ConfigLock(std::string path, UniqueFd fd)
      : path_(std::move(path)), fd_(std::move(fd)) {}

  std::string path_;
  UniqueFd fd_;
};

void SyncDirectoryOf(const std::string& path) {
  const UniqueFd directory(
      open(DirectoryOf(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.ok()) fsync(directory.get());
}

/// What open(2) gives a new file, but for the umask that we have changed.
mode_t ModeOf(const std::string& path) {
  struct stat facts;
  const bool exists = stat(path.c_str(), &facts) == 0;
  return exists ? facts.st_mode & 07777 : kNewFileMode;
}

Result<void> Write(ConfigLock& lock, const std::string& path,
                   std::string_view text) {
  if (fchmod(lock.fd(), ModeOf(path)) != 0) {
    return FileError("write", path, errno);
  }
  Result<void> written = WriteDurably(lock.fd(), text, path);
  return written.ok() ? lock.Become(path) : written;
}

Result<void> Remove(const std::string& path) {
  if (unlink(path.c_str()) == 0 || errno == ENOENT) return {};
  return FileError("remove", path, errno);
}

}  // namespace

Result<std::optional<std::string>> ReadConfigFile(const std::string& path) {
  const UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd.ok()) {
    if (errno == ENOENT) return {std::nullopt};
    return FileError("read", path, errno);
  }
  struct stat facts;
  if (fstat(fd.get(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
    return LeftAlone(path, "it is no regular file");
  }
  Result<std::string> text = ReadToEnd(fd.get(), path);
  if (!text.ok()) return text.error();
  return {std::move(text).value()};
}

Result<bool> ReplaceConfigFile(const std::string& path,
                               const std::optional<std::string>& before,
                               const std::optional<std::string>& text) {
  if (Result<void> fit = CheckWritable(path); !fit.ok()) return fit.error();
  // A person who interrupts us must not find a lock that no git will remove.
  const SignalsHeld held;
  Result<ConfigLock> lock = ConfigLock::Take(path);
  if (!lock.ok()) return lock.error();
  // Again, now that nobody who keeps to the protocol can change it.
  if (Result<void> fit = CheckWritable(path); !fit.ok()) return fit.error();
  Result<std::optional<std::string>> now = ReadConfigFile(path);
  if (!now.ok()) return now.error();
  if (now.value() != before) return false;
  Result<void> done = text ? Write(lock.value(), path, *text) : Remove(path);
  if (!done.ok()) return done.error();
  SyncDirectoryOf(path);
  return true;
}

}  // namespace hf
