// SPDX-License-Identifier: Apache-2.0
#include "src/files/secret_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "src/files/nfs.h"
#include "src/system/path.h"
#include "src/system/unique_fd.h"

namespace hf {
namespace {

// O_NONBLOCK: opening a FIFO must not make git hang.
constexpr int kReadSafely =
    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY;

/// Of a text that is not kept. Larger pieces take longer to map than they save
/// in system calls.
constexpr std::size_t kPiece = 16384;

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

/// Reads \a fd, which should hold \a size bytes, into \a text, and at most one
/// byte more: the file then grows, and the caller reads it again. Reads into
/// the text itself: a buffer would leave a second copy, and its pages take as
/// long to map as all system calls of this file.
Result<void> ReadAll(const std::string& path, int fd, std::size_t size,
                     SecretString& text) {
  text.resize(size + 1);
  std::size_t count = 0;
  for (bool at_end = false; !at_end;) {
    const ssize_t more = read(fd, text.data() + count, text.size() - count);
    if (more < 0 && errno == EINTR) continue;
    // On NFS: another machine has replaced the file. ReadText() will notice.
    if (more < 0 && errno == ESTALE) break;
    if (more < 0) return FileError("read", path, errno);
    count += static_cast<std::size_t>(more);
    // A read that stops at the expected size, with room for more, has found the
    // end of the file.
    at_end = more == 0 || count >= size;
  }
  text.resize(count);
  return {};
}

/// Refuses a file that cannot be trusted.
Result<void> CheckFile(const std::string& path, const struct stat& facts) {
  if (!S_ISREG(facts.st_mode)) {
    return Untrusted(path, "it is not a regular file");
  }
  if (!IsTrustedOwner(path, facts)) {
    return Untrusted(path, "it belongs to another user");
  }
  if (facts.st_size > static_cast<off_t>(kLargestSecretFile)) {
    return Untrusted(path, "it exceeds 1 MiB");
  }
  return {};
}

/// Gives \a take all of \a file, and notes whether it took all. If not, the
/// file is to be read from its beginning. Not inline: a caller with this buffer
/// would need another page of stack for every file.
[[gnu::noinline]] Result<void> GivePieces(const std::string& path, int fd,
                                          const TakePiece& take,
                                          SecretFile& file) {
  char buffer[kPiece];
  std::size_t held = 0, all = 0;
  ssize_t count;
  while ((count = read(fd, buffer + held, sizeof buffer - held)) > 0) {
    held += static_cast<std::size_t>(count);
    const std::size_t taken = take({buffer, held}).value_or(0);
    if (taken == 0 || taken > held) break;
    held -= taken;
    all += taken;
    memmove(buffer, buffer + taken, held);
  }
  explicit_bzero(buffer, sizeof buffer);
  struct stat after;
  const bool is_there = fstat(fd, &after) == 0;
  if (!is_there && errno != ESTALE) return FileError("read", path, errno);
  file.was_taken = is_there &&
                   all == static_cast<std::size_t>(file.facts.st_size) &&
                   IsSameMoment(file.facts, after);
  if (file.was_taken || lseek(fd, 0, SEEK_SET) == 0) return {};
  return FileError("read", path, errno);
}

/// Reads \a fd into the text of \a file, and notes whether it changed
/// meanwhile.
Result<void> ReadText(const std::string& path, int fd, SecretFile& file) {
  const auto size = static_cast<std::size_t>(file.facts.st_size);
  if (Result<void> read = ReadAll(path, fd, size, file.text); !read.ok()) {
    return read;
  }
  struct stat after;
  const bool is_there = fstat(fd, &after) == 0;
  if (!is_there && errno != ESTALE) return FileError("read", path, errno);
  file.changed_while_reading =
      !is_there || file.text.size() != size || !IsSameMoment(file.facts, after);
  return {};
}

/// Of a file that another machine has replaced, on NFS.
SecretFile Replaced() {
  SecretFile file{};
  file.changed_while_reading = true;
  return file;
}

Result<SecretFile> ReadOpenFile(const std::string& path, UniqueFd open_file,
                                const TakePiece& take) {
  const int fd = open_file.get();
  SecretFile file;
  if (fstat(fd, &file.facts) != 0) {
    if (errno == ESTALE) return Replaced();
    return FileError("read", path, errno);
  }
  Result<void> done = CheckFile(path, file.facts);
  const bool is_large = file.facts.st_size > static_cast<off_t>(kPiece);
  if (done.ok() && take && is_large) done = GivePieces(path, fd, take, file);
  if (done.ok() && !file.was_taken) done = ReadText(path, fd, file);
  if (!done.ok()) return done.error();
  file.file = std::move(open_file);
  return file;
}

Result<std::optional<SecretFile>> ReadIfFound(const std::string& path,
                                              const TakePiece& take) {
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
  if (!fd.ok() && errno == ESTALE) return {Replaced()};
  // A socket cannot be opened at all.
  if (!fd.ok() && errno == ENXIO) {
    return Untrusted(path, "it is not a regular file");
  }
  if (!fd.ok()) return FileError("read", path, errno);
  Result<SecretFile> file = ReadOpenFile(target, std::move(fd), take);
  if (!file.ok()) return file.error();
  return {std::move(file).value()};
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

Result<std::optional<SecretFile>> ReadSecretFile(const std::string& path,
                                                 const TakePiece& take) {
  Result<std::optional<SecretFile>> file{std::nullopt};
  RetryWhileWritten([&] {
    file = ReadIfFound(path, take);
    return !file.ok() || file.value() || !MayBeThereOnNfs(path);
  });
  return file;
}

Result<SecretFile> ReadSecretFileAgain(const std::string& path, UniqueFd file) {
  if (lseek(file.get(), 0, SEEK_SET) != 0) {
    return FileError("read", path, errno);
  }
  return ReadOpenFile(path, std::move(file), {});
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
