// SPDX-License-Identifier: Apache-2.0
#include "src/account/git/config_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/account/git/config_lock.h"
#include "src/files/durable_write.h"
#include "src/files/read_file.h"
#include "src/files/secret_file.h"
#include "src/system/interruption.h"
#include "src/system/path.h"
#include "src/system/unique_fd.h"
#include "src/text/shell_word.h"

namespace hf {
namespace {

Error NotChanged(const std::string& path, const std::string& why,
                 std::string hint = {}) {
  return {Problem::kRefused, "not changing '" + path + "': " + why,
          std::move(hint)};
}

/// With some settings sudo keeps HOME. A new file of root in a user's home
/// directory could not be changed by that user.
Result<void> CheckNewFile(const std::string& path) {
  struct stat facts;
  const bool is_other_users = geteuid() == 0 &&
                              stat(DirectoryOf(path).c_str(), &facts) == 0 &&
                              facts.st_uid != 0;
  if (!is_other_users) return {};
  return NotChanged(path, "its directory belongs to another user");
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
    return NotChanged(
        path, "it is a symbolic link",
        option.empty() ? "" : "to change the file it points to, use " + option);
  }
  if (!S_ISREG(facts.st_mode)) {
    return NotChanged(path, "it is not a regular file");
  }
  if (facts.st_uid != geteuid()) {
    return NotChanged(path, "it belongs to another user");
  }
  if ((facts.st_mode & S_IWUSR) == 0) {
    return NotChanged(path, "it is read-only");
  }
  return {};
}

void SyncDirectoryOf(const std::string& path) {
  const UniqueFd directory(
      open(DirectoryOf(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.ok()) fsync(directory.get());
}

/// The mode of \a path; kNewConfigMode for a new file, without the umask, which
/// main() has changed.
Result<mode_t> ModeOf(const std::string& path) {
  struct stat facts;
  if (stat(path.c_str(), &facts) == 0) return facts.st_mode & 07777;
  if (errno == ENOENT) return kNewConfigMode;
  return FileError("read", path, errno);
}

Result<void> Write(ConfigLock& lock, const std::string& path,
                   std::string_view text) {
  const Result<mode_t> mode = ModeOf(path);
  if (!mode.ok()) return mode.error();
  if (fchmod(lock.fd(), mode.value()) != 0) {
    return FileError("write", path, errno);
  }
  Result<void> written = WriteDurably(lock.fd(), text, path);
  return written.ok() ? lock.Commit(path) : written;
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
    return NotChanged(path, "it is not a regular file");
  }
  Result<std::string> text = ReadToEnd(fd.get(), path);
  if (!text.ok()) return text.error();
  return {std::move(text).value()};
}

Result<bool> ReplaceConfigFile(const std::string& path,
                               const std::optional<std::string>& before,
                               const std::optional<std::string>& text) {
  Result<void> writable = CheckWritable(path);
  if (!writable.ok()) return writable.error();
  // Blocks signals while PATH.lock exists, so that Ctrl-C leaves no stale lock.
  const SignalsHeld held;
  Result<ConfigLock> lock = ConfigLock::Take(path);
  if (!lock.ok()) return lock.error();
  // Checks again: another process may have changed the file before the lock.
  writable = CheckWritable(path);
  if (!writable.ok()) return writable.error();
  Result<std::optional<std::string>> current = ReadConfigFile(path);
  if (!current.ok()) return current.error();
  if (current.value() != before) return false;
  Result<void> done = text ? Write(lock.value(), path, *text) : Remove(path);
  if (!done.ok()) return done.error();
  SyncDirectoryOf(path);
  return true;
}

}  // namespace hf
