// SPDX-License-Identifier: Apache-2.0
#include "src/files/nfs.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#include "src/files/read_file.h"
#include "src/system/path.h"
#include "src/system/unique_fd.h"

namespace hf {
namespace {

constexpr std::string_view kAside = ".nfs";
constexpr auto kNfsMagic = 0x6969;  // statfs(2); musl has no <linux/magic.h>.

/// True for a file that a client renamed in the last change of its directory.
/// One that a machine left when it lost its power stays for ever, and says
/// nothing. Both times are the server's.
bool IsAside(int directory, const dirent& entry) {
  struct stat file, all;
  return std::string_view(entry.d_name).starts_with(kAside) &&
         fstatat(directory, entry.d_name, &file, AT_SYMLINK_NOFOLLOW) == 0 &&
         fstat(directory, &all) == 0 &&
         file.st_ctim.tv_sec + 1 >= all.st_mtim.tv_sec;
}

}  // namespace

bool IsOnNfs(int fd) {
  struct statfs facts;
  return fstatfs(fd, &facts) == 0 && facts.f_type == kNfsMagic;
}

bool HasLocalLocksOnly(std::string_view mounts, dev_t device) {
  const std::string number = " " + std::to_string(major(device)) + ":" +
                             std::to_string(minor(device)) + " ";
  // A line is: ID PARENT MAJOR:MINOR ROOT WHERE OPTIONS - TYPE SOURCE OPTIONS,
  // with "\040" for a blank.
  const std::size_t place = mounts.find(number);
  if (place == mounts.npos) return false;
  const std::string_view line =
      mounts.substr(place, mounts.find('\n', place) - place);
  const std::string options =
      "," + std::string(line.substr(line.rfind(' ') + 1)) + ",";
  return options.find(",local_lock=all,") != options.npos ||
         options.find(",local_lock=flock,") != options.npos;
}

bool HasLocalLocksOnly(int fd) {
  struct stat facts;
  if (!IsOnNfs(fd) || fstat(fd, &facts) != 0) return false;
  const char* const path = "/proc/self/mountinfo";
  const UniqueFd mounts(open(path, O_RDONLY | O_CLOEXEC));
  if (!mounts.ok()) return false;
  const Result<std::string> text = ReadToEnd(mounts.get(), path);
  return text.ok() && HasLocalLocksOnly(text.value(), facts.st_dev);
}

bool MayBeThereOnNfs(const std::string& path) {
  struct statfs facts;
  const std::string where = DirectoryOf(path);
  if (statfs(where.c_str(), &facts) != 0) return false;
  if (facts.f_type != kNfsMagic) return false;
  // To open a directory is what makes the client ask the server.
  DIR* const entries = opendir(where.c_str());
  if (!entries) return false;
  const std::string_view name = FileNameOf(path);
  bool may_be = false;
  while (const dirent* entry = readdir(entries)) {
    may_be = may_be || name == entry->d_name || IsAside(dirfd(entries), *entry);
  }
  closedir(entries);
  return may_be;
}

}  // namespace hf
