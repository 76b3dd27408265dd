// SPDX-License-Identifier: Apache-2.0
#include "src/secret_directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>

#include "src/durable_write.h"
#include "src/secret_file.h"
#include "src/store_path.h"

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

bool IsNameAside(std::string_view name) {
  const std::size_t at = name.rfind(kAside);
  return name.starts_with('.') && at != name.npos && at > 0 &&
         name.size() - at - kAside.size() == kRandomDigits &&
         name.find_first_not_of("0123456789abcdef", at + kAside.size()) ==
             name.npos;
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
                  "chmod go-w '" + path + "'");
  }
  return {};
}

bool IsLink(int directory, const std::string& name) {
  struct stat facts;
  return fstatat(directory, name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) == 0 &&
         S_ISLNK(facts.st_mode);
}

}  // namespace

Result<SecretDirectory> SecretDirectory::Open(const std::string& path) {
  constexpr int kFlags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
  UniqueFd fd(open(path.c_str(), kFlags));
  if (!fd.ok() && errno == ENOENT) {
    if (Result<void> made = MakeDirectory(path); !made.ok()) {
      return made.error();
    }
    fd.Reset(open(path.c_str(), kFlags));
  }
  if (!fd.ok()) return FileError("open", path, errno);
  if (Result<void> safe = CheckDirectory(path, fd.get()); !safe.ok()) {
    return safe.error();
  }
  return SecretDirectory(path, std::move(fd));
}

std::string SecretDirectory::PathOf(std::string_view name) const {
  return JoinPath(path_, name);
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
  if (IsLink(fd(), name)) {
    Result<std::string> target = FollowLink(PathOf(name));
    if (!target.ok()) return target.error();
    Result<SecretDirectory> beside = Open(DirectoryOf(target.value()));
    if (!beside.ok()) return beside.error();
    return beside.value().Replace(std::string(FileNameOf(target.value())),
                                  text);
  }
  if (Result<void> fit = CheckReplaceable(name); !fit.ok()) return fit;
  Result<std::string> aside = NameAside(name);
  if (!aside.ok()) return aside.error();
  const char* temporary = aside.value().c_str();
  Result<void> written = WriteAside(aside.value(), text);
  if (written.ok() && renameat(fd(), temporary, fd(), name.c_str()) != 0) {
    written = FileError("write", PathOf(name), errno);
  }
  if (!written.ok()) {
    unlinkat(fd(), temporary, 0);
    return written;
  }
  if (fsync(fd()) != 0) return FileError("write", path_, errno);
  return {};
}

Result<void> SecretDirectory::Remove(const std::string& name) const {
  if (IsLinkToNothing(PathOf(name))) {
    // Perhaps a run that was cut off has removed what it names.
  } else if (IsLink(fd(), name)) {
    Result<std::string> target = FollowLink(PathOf(name));
    if (!target.ok()) return target.error();
    Result<SecretDirectory> beside = Open(DirectoryOf(target.value()));
    if (!beside.ok()) return beside.error();
    const std::string file(FileNameOf(target.value()));
    if (Result<void> gone = beside.value().Remove(file); !gone.ok()) {
      return gone;
    }
  } else if (Result<void> fit = CheckReplaceable(name); !fit.ok()) {
    return fit;
  }
  if (unlinkat(fd(), name.c_str(), 0) != 0 && errno != ENOENT) {
    return FileError("remove", PathOf(name), errno);
  }
  if (fsync(fd()) != 0) return FileError("write", path_, errno);
  return {};
}

void SecretDirectory::RemoveLeftovers() const {
  const int copy = openat(fd(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* entries = copy >= 0 ? fdopendir(copy) : nullptr;
  if (!entries) {
    if (copy >= 0) close(copy);
    return;
  }
  while (const dirent* entry = readdir(entries)) {
    if (IsNameAside(entry->d_name)) unlinkat(fd(), entry->d_name, 0);
  }
  closedir(entries);
}

}  // namespace hf
