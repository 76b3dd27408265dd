// SPDX-License-Identifier: Apache-2.0
#include "src/files/link_target.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/files/secret_file.h"
#include "src/system/path.h"

namespace hf {
namespace {

/// The same for a link to a file that does not exist. \a failure is the error
/// to return when the link leads to no place where a file could be.
Result<LinkTarget> MissingTargetOf(const std::string& path, Error failure) {
  char text[PATH_MAX];
  const ssize_t size = readlink(path.c_str(), text, sizeof text);
  if (size <= 0 || size == static_cast<ssize_t>(sizeof text)) return failure;
  const std::string target =
      JoinPath(DirectoryOf(path), {text, static_cast<std::size_t>(size)});
  std::string name(FileNameOf(target));
  auto directory = SecretDirectory::OpenIfThere(DirectoryOf(target));
  if (!directory.ok()) return directory.error();
  const bool is_name = !name.empty() && name != "." && name != "..";
  if (!is_name || !directory.value() ||
      IsLinkAt(directory.value()->fd(), name)) {
    return failure;
  }
  return LinkTarget{std::move(*directory.value()), std::move(name)};
}

}  // namespace

bool IsLinkAt(int directory, const std::string& name) {
  struct stat facts;
  return fstatat(directory, name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) == 0 &&
         S_ISLNK(facts.st_mode);
}

Result<LinkTarget> LinkTargetOf(const std::string& path) {
  Result<std::string> target = FollowLink(path);
  if (!target.ok() && IsLinkToNothing(path)) {
    return MissingTargetOf(path, target.error());
  }
  if (!target.ok()) return target.error();
  Result<SecretDirectory> directory =
      SecretDirectory::Open(DirectoryOf(target.value()));
  if (!directory.ok()) return directory.error();
  return LinkTarget{std::move(directory).value(),
                    std::string(FileNameOf(target.value()))};
}

}  // namespace hf
