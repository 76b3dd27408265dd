// SPDX-License-Identifier: Apache-2.0
#include "src/account/git/scratch_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <vector>

#include "src/files/durable_write.h"
#include "src/files/read_file.h"
#include "src/files/secret_file.h"
#include "src/system/interruption.h"

namespace hf {
namespace {

constexpr std::string_view kPrefix = "git-credential-hf-";
constexpr std::string_view kRandomPart = "XXXXXX";  // As mkdtemp(3) wants it.
constexpr int kOpenFolder = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
/// What is ever in such a folder: the file, and what git makes beside it.
constexpr const char* kFiles[] = {"config", "config.lock"};

/// git works in another directory, so a relative TMPDIR is of no use.
std::string PlaceForFolders() {
  std::error_code error;
  std::string place = std::filesystem::temp_directory_path(error).string();
  while (place.ends_with('/')) place.pop_back();
  return error || !place.starts_with('/') ? "/tmp" : place;
}

bool IsFolderName(std::string_view name) {
  return name.starts_with(kPrefix) &&
         name.size() == kPrefix.size() + kRandomPart.size();
}

void RemoveFolder(int folder, int place, const char* name) {
  constexpr int kMostTries = 3;
  for (int tries = 0; tries < kMostTries; ++tries) {
    for (const char* file : kFiles) unlinkat(folder, file, 0);
    if (unlinkat(place, name, AT_REMOVEDIR) == 0) return;
  }
}

/// Removes the folder \a name in \a place if it is ours and no process uses it.
void RemoveIfLeft(int place, const char* name) {
  const UniqueFd folder(openat(place, name, kOpenFolder));
  struct stat facts;
  const bool is_ours = folder.ok() && fstat(folder.get(), &facts) == 0 &&
                       facts.st_uid == geteuid();
  if (is_ours && flock(folder.get(), LOCK_EX | LOCK_NB) == 0) {
    RemoveFolder(folder.get(), place, name);
  }
}

/// Removes what processes that were killed have left in \a where. That it
/// cannot be done is no reason not to go on.
void RemoveLeftFolders(const std::string& where) {
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(opendir(where.c_str()),
                                                    &closedir);
  if (!entries) return;
  std::vector<std::string> names;
  while (const dirent* entry = readdir(entries.get())) {
    if (IsFolderName(entry->d_name)) names.emplace_back(entry->d_name);
  }
  for (const std::string& name : names) {
    RemoveIfLeft(dirfd(entries.get()), name.c_str());
  }
}

/// False when another process has it. Where locks cannot be had at all, no
/// process has any.
bool Lock(int folder) {
  while (flock(folder, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EINTR) return errno != EWOULDBLOCK;
  }
  return true;
}

/// True when \a folder, locked, is still the one that \a path names.
bool IsStillThere(int folder, const std::string& path) {
  struct stat held, named;
  return fstat(folder, &held) == 0 && lstat(path.c_str(), &named) == 0 &&
         held.st_ino == named.st_ino && held.st_dev == named.st_dev;
}

}  // namespace

/// Between the folder's birth and its lock, another process may take it for one
/// that was left; then this makes another.
Result<ScratchFile> ScratchFile::MakeFolder(const std::string& where) {
  constexpr int kMostTries = 20;
  const SignalsHeld held;
  for (int tries = 0; tries < kMostTries; ++tries) {
    std::string path = where + "/";
    path.append(kPrefix).append(kRandomPart);
    if (!mkdtemp(path.data())) {
      return FileError("make the directory", path, errno);
    }
    UniqueFd folder(open(path.c_str(), kOpenFolder));
    const int error = errno;
    if (folder.ok() && Lock(folder.get()) && IsStillThere(folder.get(), path)) {
      NoteScratchFolder(path);
      return ScratchFile(std::move(path), std::move(folder));
    }
    rmdir(path.c_str());
    if (!folder.ok() && error != ENOENT) {
      return FileError("open the directory", path, error);
    }
  }
  return Error{Problem::kUnavailable,
               "cannot keep a directory of our own in '" + where + "'"};
}

Result<ScratchFile> ScratchFile::Make(std::string_view text) {
  const std::string where = PlaceForFolders();
  RemoveLeftFolders(where);
  Result<ScratchFile> file = MakeFolder(where);
  if (!file.ok()) return file;
  const std::string& path = file.value().path_;
  UniqueFd fd(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                   S_IRUSR | S_IWUSR));
  if (!fd.ok()) return FileError("write", path, errno);
  Result<void> written = WriteAll(fd.get(), text, path);
  if (!written.ok()) return written.error();
  return file;
}

ScratchFile::~ScratchFile() {
  if (folder_.empty()) return;
  const SignalsHeld held;
  RemoveFolder(lock_.get(), AT_FDCWD, folder_.c_str());
  NoteScratchFolder({});
}

Result<std::string> ScratchFile::Read() const {
  const UniqueFd fd(open(path_.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.ok()) return FileError("read", path_, errno);
  return ReadToEnd(fd.get(), path_);
}

}  // namespace hf
