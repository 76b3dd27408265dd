// SPDX-License-Identifier: Apache-2.0
// Replacing and removing the files of the directory.
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/files/link_target.h"
#include "src/files/secret_directory.h"
#include "src/files/secret_file.h"
#include "src/files/temporary_file.h"
#include "src/system/path.h"

namespace hf {

Result<void> SecretDirectory::CheckReplaceable(const std::string& name) const {
  struct stat facts;
  if (fstatat(fd(), name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return {};
    return FileError("write", PathOf(name), errno);
  }
  if (!S_ISREG(facts.st_mode)) {
    return RefusedToWrite(PathOf(name), "it is not a regular file");
  }
  if (facts.st_uid != geteuid()) {
    return RefusedToWrite(PathOf(name), "it belongs to another user");
  }
  if (facts.st_nlink > 1) {
    return RefusedToWrite(
        PathOf(name),
        "it has another hard link, which would keep the old tokens",
        "find it with 'find DIRECTORY -samefile' and remove one");
  }
  return {};
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
    Result<LinkTarget> target = LinkTargetOf(PathOf(name));
    if (!target.ok()) return target.error();
    return target.value().directory.ReplaceIf(condition, target.value().name,
                                              text);
  }
  if (Result<void> fit = CheckReplaceable(name); !fit.ok()) return fit.error();
  Result<TemporaryFile> file = TemporaryFile::Write(fd(), path_, name, text);
  if (!file.ok()) return file.error();
  if (!condition.holds()) return false;
  Result<bool> renamed = file.value().Rename(condition.must_be_new);
  if (!renamed.ok() || !renamed.value()) return renamed;
  if (fsync(fd()) != 0) return FileError("write", path_, errno);
  return true;
}

Result<void> SecretDirectory::Remove(const std::string& name) const {
  Result<bool> removed = RemoveIf({[] { return true; }}, name);
  if (!removed.ok()) return removed.error();
  return {};
}

Result<bool> SecretDirectory::RemoveIf(const Condition& condition,
                                       const std::string& name) const {
  if (IsLinkToNothing(PathOf(name))) {
    // An earlier removal that was cut off may have removed the file already.
  } else if (IsLinkAt(fd(), name)) {
    Result<LinkTarget> target = LinkTargetOf(PathOf(name));
    if (!target.ok()) return target.error();
    Result<bool> removed =
        target.value().directory.RemoveIf(condition, target.value().name);
    if (!removed.ok() || !removed.value()) return removed;
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
      Result<LinkTarget> target = LinkTargetOf(PathOf(name));
      if (!target.ok()) return target.error();
      ready = target.value().directory.Prepare({target.value().name});
    } else {
      ready = CheckReplaceable(name);
    }
    if (!ready.ok()) return ready;
  }
  RemoveTemporaryFiles(fd(), names);
  return {};
}

}  // namespace hf
