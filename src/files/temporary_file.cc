// SPDX-License-Identifier: Apache-2.0
#include "src/files/temporary_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "src/files/durable_write.h"
#include "src/files/secret_file.h"
#include "src/system/path.h"
#include "src/system/unique_fd.h"

namespace hf {
namespace {

constexpr std::string_view kMark = ".hf-";
constexpr std::size_t kRandomDigits = 16;

Result<std::string> TemporaryName(const std::string& name) {
  unsigned long long random;
  if (getrandom(&random, sizeof random, 0) != sizeof random) {
    return FileError("find a random name beside", name, errno);
  }
  char digits[kRandomDigits + 1];
  snprintf(digits, sizeof digits, "%016llx", random);
  return "." + name + std::string(kMark) + digits;
}

/// renameat2(2), which not every C library has; the flag is of the kernel.
bool RenameToNew(int directory, const char* from, const char* to) {
  constexpr unsigned kNoReplace = 1;
  return syscall(SYS_renameat2, directory, from, directory, to, kNoReplace) ==
         0;
}

bool IsTemporaryNameOf(std::string_view name, std::string_view entry) {
  const std::string begin = "." + std::string(name) + std::string(kMark);
  return entry.size() == begin.size() + kRandomDigits &&
         entry.starts_with(begin) &&
         entry.find_first_not_of("0123456789abcdef", begin.size()) ==
             entry.npos;
}

}  // namespace

Result<TemporaryFile> TemporaryFile::Write(int directory,
                                           const std::string& path,
                                           const std::string& name,
                                           std::string_view text) {
  Result<std::string> temporary = TemporaryName(name);
  if (!temporary.ok()) return temporary.error();
  UniqueFd fd(openat(directory, temporary.value().c_str(),
                     O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                     S_IRUSR | S_IWUSR));
  if (!fd.ok()) return FileError("write in", path, errno);
  const std::string whole_path = JoinPath(path, temporary.value());
  TemporaryFile file(directory, path, name, std::move(temporary).value());
  const Result<void> written = WriteDurably(fd.get(), text, whole_path);
  // Some file systems report a failed write only when the file is closed.
  const bool is_closed = close(fd.Release()) == 0;
  if (!written.ok()) return written.error();
  if (!is_closed) return FileError("write", whole_path, errno);
  return file;
}

TemporaryFile::TemporaryFile(TemporaryFile&& other) noexcept
    : directory_(other.directory_),
      path_(std::move(other.path_)),
      name_(std::move(other.name_)),
      temporary_(std::exchange(other.temporary_, {})) {}

TemporaryFile::~TemporaryFile() {
  if (!temporary_.empty()) unlinkat(directory_, temporary_.c_str(), 0);
}

Result<bool> TemporaryFile::Rename(bool must_be_new) {
  const char* const from = temporary_.c_str();
  const char* const to = name_.c_str();
  bool is_renamed = false;
  if (must_be_new) {
    is_renamed = RenameToNew(directory_, from, to);
    if (!is_renamed && errno == EEXIST) return false;
    // EINVAL and ENOSYS: this file system does not know RENAME_NOREPLACE.
    if (!is_renamed && errno != EINVAL && errno != ENOSYS) {
      return FileError("write", JoinPath(path_, name_), errno);
    }
  }
  if (!is_renamed && renameat(directory_, from, directory_, to) != 0) {
    return FileError("write", JoinPath(path_, name_), errno);
  }
  temporary_.clear();
  return true;
}

void RemoveTemporaryFiles(int directory,
                          const std::vector<std::string>& names) {
  const int copy = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* entries = copy >= 0 ? fdopendir(copy) : nullptr;
  if (!entries) {
    if (copy >= 0) close(copy);
    return;
  }
  while (const dirent* entry = readdir(entries)) {
    for (const std::string& name : names) {
      if (IsTemporaryNameOf(name, entry->d_name)) {
        unlinkat(directory, entry->d_name, 0);
      }
    }
  }
  closedir(entries);
}

}  // namespace hf
