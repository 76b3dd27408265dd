// SPDX-License-Identifier: Apache-2.0
#include "src/files/secret_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "src/system/path.h"
#include "src/system/unique_fd.h"

namespace hf {
namespace {

// O_NONBLOCK: opening a FIFO must not make git hang.
constexpr int kReadSafely =
    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY;

constexpr mode_t kOthersWrite = S_IWGRP | S_IWOTH;

Error Untrusted(std::string_view path, std::string_view why) {
  return {Problem::kRefused,
          "refusing to use '" + std::string(path) + "': " + std::string(why)};
}

/// Root may read the files of the user whose directory they are in, but not
/// files that another user put into a directory that all users can write.
bool IsInOwnersDirectory(const std::string& path, uid_t owner) {
  struct stat facts;
  const std::string directory = DirectoryOf(path);
  return stat(directory.c_str(), &facts) == 0 && facts.st_uid == owner &&
         (facts.st_mode & kOthersWrite) == 0;
}

bool IsTrustedOwner(const std::string& path, const struct stat& facts) {
  const uid_t self = geteuid();
  if (facts.st_uid == self) return true;
  if (facts.st_uid == 0) return (facts.st_mode & kOthersWrite) == 0;
  return self == 0 && IsInOwnersDirectory(path, facts.st_uid);
}

bool IsSameMoment(const struct stat& before, const struct stat& after) {
  return before.st_size == after.st_size &&
         before.st_mtim.tv_sec == after.st_mtim.tv_sec &&
         before.st_mtim.tv_nsec == after.st_mtim.tv_nsec;
}

/// Appends all of \a fd, which should hold \a size bytes, to \a text.
Result<void> ReadAll(const std::string& path, int fd, std::size_t size,
                     SecretString& text) {
  text.reserve(size);  // A text that grows leaves copies of itself in memory.
  char chunk[16384];
  ssize_t count;
  while ((count = read(fd, chunk, sizeof chunk)) != 0) {
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FileError("read", path, errno);
    text.append(chunk, static_cast<std::size_t>(count));
    if (text.size() > kLargestSecretFile) {
      return Untrusted(path, "it exceeds 1 MiB");
    }
  }
  explicit_bzero(chunk, sizeof chunk);
  return {};
}

Result<SecretFile> ReadOpenFile(const std::string& path, UniqueFd open_file) {
  const int fd = open_file.get();
  SecretFile file;
  if (fstat(fd, &file.facts) != 0) return FileError("read", path, errno);
  if (!S_ISREG(file.facts.st_mode)) {
    return Untrusted(path, "it is not a regular file");
  }
  if (!IsTrustedOwner(path, file.facts)) {
    return Untrusted(path, "it belongs to another user");
  }
  const auto size = static_cast<std::size_t>(file.facts.st_size);
  if (size > kLargestSecretFile) return Untrusted(path, "it exceeds 1 MiB");
  if (Result<void> read = ReadAll(path, fd, size, file.text); !read.ok()) {
    return read.error();
  }
  struct stat after;
  if (fstat(fd, &after) != 0) return FileError("read", path, errno);
  file.changed_while_reading =
      !IsSameMoment(file.facts, after) || file.text.size() != size;
  file.file = std::move(open_file);
  return file;
}

}  // namespace

Error FileError(std::string_view action, std::string_view path, int error) {
  return {Problem::kRefused, "cannot " + std::string(action) + " '" +
                                 std::string(path) + "': " + strerror(error)};
}

bool SecretFile::IsFresh() const {
  constexpr time_t kFreshFor = 2;
  timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return now.tv_sec - facts.st_mtim.tv_sec < kFreshFor;
}

Result<std::optional<SecretFile>> ReadSecretFile(const std::string& path) {
  std::string target = path;
  UniqueFd fd(open(target.c_str(), kReadSafely));
  if (!fd.ok() && errno == ELOOP) {
    Result<std::string> followed = FollowLink(path);
    if (!followed.ok()) return followed.error();
    target = followed.value();
    fd.Reset(open(target.c_str(), kReadSafely));
    if (!fd.ok()) return FileError("read", target, errno);
  }
  if (!fd.ok() && (errno == ENOENT || errno == ENOTDIR)) return {std::nullopt};
  // A socket cannot be opened at all.
  if (!fd.ok() && errno == ENXIO) {
    return Untrusted(path, "it is not a regular file");
  }
  if (!fd.ok()) return FileError("read", path, errno);
  Result<SecretFile> file = ReadOpenFile(target, std::move(fd));
  if (!file.ok()) return file.error();
  return {std::move(file).value()};
}

Result<SecretFile> ReadSecretFileAgain(const std::string& path, UniqueFd file) {
  if (lseek(file.get(), 0, SEEK_SET) != 0) {
    return FileError("read", path, errno);
  }
  return ReadOpenFile(path, std::move(file));
}

Result<std::string> FollowLink(const std::string& path) {
  char target[PATH_MAX];
  if (!realpath(path.c_str(), target)) {
    return Untrusted(path, "it is a dangling symbolic link");
  }
  return std::string(target);
}

bool IsLinkToNothing(const std::string& path) {
  struct stat facts;
  return lstat(path.c_str(), &facts) == 0 && S_ISLNK(facts.st_mode) &&
         stat(path.c_str(), &facts) != 0 && errno == ENOENT;
}

void internal::WaitForWriter() {
  const timespec pause = {0, 5'000'000};
  nanosleep(&pause, nullptr);
}

}  // namespace hf
