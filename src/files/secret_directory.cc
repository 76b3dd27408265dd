// SPDX-License-Identifier: Apache-2.0
// Opening and checking the directory; secret_directory_write.cc changes the
// files in it.
#include "src/files/secret_directory.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/files/secret_file.h"
#include "src/system/path.h"
#include "src/text/shell_word.h"

namespace hf {
namespace {

/// Makes \a path and its missing parents. Refuses root a parent that belongs to
/// another user: root must not leave directories in a user's home that the user
/// cannot write.
Result<void> MakeDirectory(const std::string& path) {
  struct stat facts;
  const std::string parent = DirectoryOf(path);
  if (stat(parent.c_str(), &facts) != 0) {
    if (errno != ENOENT || parent == path) {
      return FileError("create", path, errno);
    }
    if (Result<void> made = MakeDirectory(parent); !made.ok()) return made;
  } else if (geteuid() == 0 && facts.st_uid != 0) {
    return RefusedToWrite(path, "'" + parent + "' belongs to another user");
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
    return RefusedToWrite(path, "the directory belongs to another user");
  }
  const bool others_write = (facts.st_mode & (S_IWGRP | S_IWOTH)) != 0;
  if (others_write && (facts.st_mode & S_ISVTX) == 0) {
    return RefusedToWrite(path, "other users can write this directory",
                          CommandToCopy("chmod go-w", {path}));
  }
  return {};
}

}  // namespace

Error RefusedToWrite(const std::string& path, const std::string& why,
                     std::string hint) {
  return {Problem::kRefused, "refusing to write '" + path + "': " + why,
          std::move(hint)};
}

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

}  // namespace hf
