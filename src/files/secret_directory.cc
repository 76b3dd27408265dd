// SPDX-License-Identifier: Apache-2.0
#include "src/files/secret_directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>

#include "src/files/durable_write.h"
#include "src/files/secret_file.h"
#include "src/system/path.h"
#include "src/text/shell_word.h"

namespace hf {
namespace {

/// Temporary files are `.NAME.hf-` and 16 hexadecimal digits.
constexpr std::string_view kAside = ".hf-";
constexpr std::size_t kRandomDigits = 16;

Error Unsafe(const std::string& path, const std::string& why,
             std::string hint = {}) {
  return {Problem::kRefused, "refusing to write '" + path + "': " + why,
          std::move(hint)};
}

Result<std::string> NameAside(const std::string& name) {
  unsigned long long random;
  if (getrandom(&random, sizeof random, 0) != sizeof random) {
    return FileError("find a random name beside", name, errno);
  }
  char digits[kRandomDigits + 1];
  snprintf(digits, sizeof digits, "%016llx", random);
  return "." + name + std::string(kAside) + digits;
}

bool IsAsideOf(std::string_view name, std::string_view entry) {
  const std::string begin = "." + std::string(name) + std::string(kAside);
  return entry.size() == begin.size() + kRandomDigits &&
         entry.starts_with(begin) &&
         entry.find_first_not_of("0123456789abcdef", begin.size()) ==
             entry.npos;
}

/// Makes \a path and its parents. A parent of somebody else is refused: root
/// must not leave directories in a user's home that the user cannot write.
Result<void> MakeDirectory(const std::string& path) {
  struct stat facts;
  const std::string parent = DirectoryOf(path);
  if (stat(parent.c_str(), &facts) != 0) {
    if (errno != ENOENT || parent == path) {
      return FileError("create", path, errno);
    }
    if (Result<void> made = MakeDirectory(parent); !made.ok()) return made;
  } else if (geteuid() == 0 && facts.st_uid != 0) {
    return Unsafe(path, "'" + parent + "' belongs to another user");
  }
  if (mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    return FileError("create", path, errno);
  }
  return {};
}

Result<void> CheckDirectory(const std::string& path, int fd) {
  struct stat facts;
  if (fstat(fd, &facts) != 0) return FileError("read", path, errno);
  if (facts.st_uid != geteuid()) {
    return Unsafe(path, "the directory belongs to another user");
  }
  const bool others_write = (facts.st_mode & (S_IWGRP | S_IWOTH)) != 0;
  if (others_write && (facts.st_mode & S_ISVTX) == 0) {
    return Unsafe(path, "other users can write this directory",
                  CommandToCopy("chmod go-w", {path}));
  }
  return {};
}

bool IsLinkAt(int directory, const std::string& name) {
  struct stat facts;
  return fstatat(directory, name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) == 0 &&
         S_ISLNK(facts.st_mode);
}

/// A file, and the directory that it is in.
struct Target {
  SecretDirectory directory;
  std::string name;
};

/// Where the symbolic link \a path, whose file is gone, would lead: what was
/// cut off while it was removed can be written again, or removed for good.
Result<Target> FollowToNothing(const std::string& path, Error why) {
  char text[PATH_MAX];
  const ssize_t size = readlink(path.c_str(), text, sizeof text);
  if (size <= 0 || size == static_cast<ssize_t>(sizeof text)) return why;
  const std::string target =
      JoinPath(DirectoryOf(path), {text, static_cast<std::size_t>(size)});
  std::string name(FileNameOf(target));
  auto directory = SecretDirectory::OpenIfThere(DirectoryOf(target));
  if (!directory.ok()) return directory.error();
  const bool is_name = !name.empty() && name != "." && name != "..";
  if (!is_name || !directory.value() ||
      IsLinkAt(directory.value()->fd(), name)) {
    return why;
  }
  return Target{std::move(*directory.value()), std::move(name)};
}

/// Where the symbolic link \a path leads.
Result<Target> Follow(const std::string& path) {
  Result<std::string> target = FollowLink(path);
  if (!target.ok() && IsLinkToNothing(path)) {
    return FollowToNothing(path, target.error());
  }
  if (!target.ok()) return target.error();
  Result<SecretDirectory> directory =
      SecretDirectory::Open(DirectoryOf(target.value()));
  if (!directory.ok()) return directory.error();
  return Target{std::move(directory).value(),
                std::string(FileNameOf(target.value()))};
}

}  // namespace

Result<std::optional<SecretDirectory>> SecretDirectory::OpenIfThere(
    const std::string& path) {
  UniqueFd fd(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.ok() && errno == ENOENT) return {std::nullopt};
  if (!fd.ok()) return FileError("open", path, errno);
  if (Result<void> safe = CheckDirectory(path, fd.get()); !safe.ok()) {
    return safe.error();
  }
  return {SecretDirectory(path, std::move(fd))};
}

Result<SecretDirectory> SecretDirectory::Open(const std::string& path) {
  Result<std::optional<SecretDirectory>> there = OpenIfThere(path);
  if (!there.ok()) return there.error();
  if (!there.value()) {
    if (Result<void> made = MakeDirectory(path); !made.ok()) {
      return made.error();
    }
    there = OpenIfThere(path);
    if (!there.ok()) return there.error();
  }
  if (!there.value()) return FileError("open", path, ENOENT);
  return std::move(*there.value());
}

std::string SecretDirectory::PathOf(std::string_view name) const {
  return JoinPath(path_, name);
}

Result<bool> SecretDirectory::IsLink(const std::string& name) const {
  struct stat facts;
  if (fstatat(fd(), name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) == 0) {
    return S_ISLNK(facts.st_mode);
  }
  if (errno == ENOENT) return false;
  return FileError("write", PathOf(name), errno);
}

Result<void> SecretDirectory::CheckReplaceable(const std::string& name) const {
  struct stat facts;
  if (fstatat(fd(), name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return {};
    return FileError("write", PathOf(name), errno);
  }
  if (!S_ISREG(facts.st_mode)) {
    return Unsafe(PathOf(name), "it is not a regular file");
  }
  if (facts.st_uid != geteuid()) {
    return Unsafe(PathOf(name), "it belongs to another user");
  }
  if (facts.st_nlink > 1) {
    return Unsafe(PathOf(name),
                  "it has another hard link, which would keep the old tokens",
                  "find it with 'find DIRECTORY -samefile' and remove one");
  }
  return {};
}

Result<void> SecretDirectory::WriteAside(const std::string& name,
                                         std::string_view text) const {
  UniqueFd file(openat(fd(), name.c_str(),
                       O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                       S_IRUSR | S_IWUSR));
  if (!file.ok()) return FileError("write in", path_, errno);
  Result<void> written = WriteDurably(file.get(), text, PathOf(name));
  // Some file systems tell of a failed write only here.
  if (close(file.Release()) != 0 && written.ok()) {
    return FileError("write", PathOf(name), errno);
  }
  return written;
}

Result<void> SecretDirectory::Replace(const std::string& name,
                                      std::string_view text) const {
  Result<bool> replaced = ReplaceIf({[] { return true; }}, name, text);
  if (!replaced.ok()) return replaced.error();
  return {};
}

Result<bool> SecretDirectory::ReplaceIf(const Condition& condition,
                                        const std::string& name,
                                        std::string_view text) const {
  if (IsLinkAt(fd(), name)) {
    Result<Target> target = Follow(PathOf(name));
    if (!target.ok()) return target.error();
    return target.value().directory.ReplaceIf(condition, target.value().name,
                                              text);
  }
  if (Result<void> fit = CheckReplaceable(name); !fit.ok()) return fit.error();
  Result<std::string> aside = NameAside(name);
  if (!aside.ok()) return aside.error();
  const char* temporary = aside.value().c_str();
  Result<void> written = WriteAside(aside.value(), text);
  Result<bool> renamed = false;
  if (written.ok() && condition.holds()) {
    renamed = Rename(temporary, name, condition.must_be_new);
  }
  if (!written.ok()) renamed = written.error();
  if (!renamed.ok() || !renamed.value()) {
    unlinkat(fd(), temporary, 0);
    return renamed;
  }
  if (fsync(fd()) != 0) return FileError("write", path_, errno);
  return true;
}

Result<bool> SecretDirectory::Rename(const char* temporary,
                                     const std::string& name,
                                     bool must_be_new) const {
  if (must_be_new) {
    if (renameat2(fd(), temporary, fd(), name.c_str(), RENAME_NOREPLACE) == 0) {
      return true;
    }
    if (errno == EEXIST) return false;
    // Not every file system can do that.
    if (errno != EINVAL && errno != ENOSYS) {
      return FileError("write", PathOf(name), errno);
    }
  }
  if (renameat(fd(), temporary, fd(), name.c_str()) == 0) return true;
  return FileError("write", PathOf(name), errno);
}

Result<void> SecretDirectory::Remove(const std::string& name) const {
  Result<bool> removed = RemoveIf({[] { return true; }}, name);
  if (!removed.ok()) return removed.error();
  return {};
}

Result<bool> SecretDirectory::RemoveIf(const Condition& condition,
                                       const std::string& name) const {
  if (IsLinkToNothing(PathOf(name))) {
    // Perhaps a run that was cut off has removed what it names.
  } else if (IsLinkAt(fd(), name)) {
    Result<Target> target = Follow(PathOf(name));
    if (!target.ok()) return target.error();
    Result<bool> gone =
        target.value().directory.RemoveIf(condition, target.value().name);
    if (!gone.ok() || !gone.value()) return gone;
  } else {
    if (Result<void> fit = CheckReplaceable(name); !fit.ok()) {
      return fit.error();
    }
    if (!condition.holds()) return false;
  }
  if (unlinkat(fd(), name.c_str(), 0) != 0 && errno != ENOENT) {
    return FileError("remove", PathOf(name), errno);
  }
  if (fsync(fd()) != 0) return FileError("write", path_, errno);
  return true;
}

Result<void> SecretDirectory::Prepare(
    const std::vector<std::string>& names) const {
  for (const std::string& name : names) {
    Result<void> ready;
    if (IsLinkAt(fd(), name)) {
      Result<Target> target = Follow(PathOf(name));
      if (!target.ok()) return target.error();
      ready = target.value().directory.Prepare({target.value().name});
    } else {
      ready = CheckReplaceable(name);
    }
    if (!ready.ok()) return ready;
  }
  RemoveLeftovers(names);
  return {};
}

void SecretDirectory::RemoveLeftovers(
    const std::vector<std::string>& names) const {
  const int copy = openat(fd(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* entries = copy >= 0 ? fdopendir(copy) : nullptr;
  if (!entries) {
    if (copy >= 0) close(copy);
    return;
  }
  while (const dirent* entry = readdir(entries)) {
    for (const std::string& name : names) {
      if (IsAsideOf(name, entry->d_name)) unlinkat(fd(), entry->d_name, 0);
    }
  }
  closedir(entries);
}

}  // namespace hf
