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
constexpr std::string_view kRandomPart = "XXXXXX";  // mkdtemp(3) needs these.
constexpr int kOpenFolder = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
/// The files in such a directory: the file itself, and git's lock on it.
constexpr const char* kFiles[] = {"config", "config.lock"};

/// Ignores a relative TMPDIR, because git runs in another directory.
std::string TemporaryDirectory() {
  std::error_code error;
  std::string path = std::filesystem::temp_directory_path(error).string();
  while (path.ends_with('/')) path.pop_back();
  return error || !path.starts_with('/') ? "/tmp" : path;
}

bool IsFolderName(std::string_view name) {
  return name.starts_with(kPrefix) &&
         name.size() == kPrefix.size() + kRandomPart.size();
}

/// Removes the directory \a folder, called \a name in \a parent. Tries again
/// when git creates its lock meanwhile.
void RemoveFolder(int folder, int parent, const char* name) {
  constexpr int kMaxTries = 3;
  for (int tries = 0; tries < kMaxTries; ++tries) {
    for (const char* file : kFiles) unlinkat(folder, file, 0);
    if (unlinkat(parent, name, AT_REMOVEDIR) == 0) return;
  }
}

/// Removes the directory \a name in \a parent if this user owns it and no
/// process uses it.
void RemoveIfStale(int parent, const char* name) {
  const UniqueFd folder(openat(parent, name, kOpenFolder));
  struct stat facts;
  const bool is_own = folder.ok() && fstat(folder.get(), &facts) == 0 &&
                      facts.st_uid == geteuid();
  if (is_own && flock(folder.get(), LOCK_EX | LOCK_NB) == 0) {
    RemoveFolder(folder.get(), parent, name);
  }
}

/// Removes the directories in \a where that killed processes have left. Ignores
/// failures.
void RemoveStaleFolders(const std::string& where) {
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(opendir(where.c_str()),
                                                    &closedir);
  if (!entries) return;
  std::vector<std::string> names;
  while (const dirent* entry = readdir(entries.get())) {
    if (IsFolderName(entry->d_name)) names.emplace_back(entry->d_name);
  }
  for (const std::string& name : names) {
    RemoveIfStale(dirfd(entries.get()), name.c_str());
  }
}

/// False when another process has the lock. True on a file system without
/// locks, where no process has one.
bool Lock(int folder) {
  while (flock(folder, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EINTR) return errno != EWOULDBLOCK;
  }
  return true;
}

/// True when \a path still names \a folder.
bool IsStillThere(int folder, const std::string& path) {
  struct stat held, named;
  return fstat(folder, &held) == 0 && lstat(path.c_str(), &named) == 0 &&
         held.st_ino == named.st_ino && held.st_dev == named.st_dev;
}

}  // namespace

/// Tries again when another process has removed the new directory as a stale
/// one before it was locked.
Result<ScratchFile> ScratchFile::MakeFolder(const std::string& where) {
  constexpr int kMaxTries = 20;
  const SignalsHeld held;
  for (int tries = 0; tries < kMaxTries; ++tries) {
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
               "another program removes new directories in '" + where + "'"};
}

Result<ScratchFile> ScratchFile::Make(std::string_view text) {
  const std::string where = TemporaryDirectory();
  RemoveStaleFolders(where);
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
