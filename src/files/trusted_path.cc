// SPDX-License-Identifier: Apache-2.0
#include "src/files/trusted_path.h"

#include <errno.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <string_view>

#include "src/files/secret_file.h"
#include "src/system/path.h"
#include "src/text/shell_word.h"

namespace hf {
namespace {

constexpr mode_t kWriteOfOthers = S_IWGRP | S_IWOTH;

Error NotTrusted(const std::string& path, const std::string& why,
                 std::string hint = {}) {
  return {Problem::kRefused, "'" + path + "' " + why, std::move(hint)};
}

Result<struct stat> FactsOf(const std::string& path) {
  struct stat facts;
  if (lstat(path.c_str(), &facts) != 0) return FileError("use", path, errno);
  if (facts.st_uid != 0 && facts.st_uid != geteuid()) {
    return NotTrusted(path, "belongs to another user");
  }
  const bool is_sticky = S_ISDIR(facts.st_mode) && (facts.st_mode & S_ISVTX);
  const bool is_open = (facts.st_mode & kWriteOfOthers) != 0 && !is_sticky;
  if (!S_ISLNK(facts.st_mode) && is_open) {
    return NotTrusted(path, "can be written by other users",
                      CommandToCopy("chmod go-w", {path}));
  }
  return facts;
}

/// The text of the symbolic link \a path.
Result<std::string> LinkText(const std::string& path) {
  char text[PATH_MAX];
  const ssize_t size = readlink(path.c_str(), text, sizeof text);
  const bool is_whole = size > 0 && size < static_cast<ssize_t>(sizeof text);
  if (!is_whole) {
    return FileError("use", path, size < 0 ? errno : ENAMETOOLONG);
  }
  return std::string(std::string_view(text, static_cast<std::size_t>(size)));
}

/// Follows \a path as the kernel does, one name after the other, and checks
/// each. Returns the facts of the file.
Result<struct stat> Follow(const std::string& path) {
  constexpr int kMostLinks = 40;
  const std::string root = "/";
  std::string at = root, rest = path;
  Result<struct stat> facts = FactsOf(at);
  for (int links = 0; !rest.empty() && facts.ok();) {
    const std::size_t end = std::min(rest.find('/'), rest.size());
    const std::string name = rest.substr(0, end);
    rest = rest.substr(std::min(end + 1, rest.size()));
    if (name.empty() || name == ".") continue;
    const std::string next =
        name == ".." ? DirectoryOf(at) : JoinPath(at, name);
    facts = FactsOf(next);
    if (!facts.ok()) break;
    if (!S_ISLNK(facts.value().st_mode)) {
      at = next;
      continue;
    }
    if (++links > kMostLinks) return FileError("use", path, ELOOP);
    Result<std::string> text = LinkText(next);
    if (!text.ok()) return text.error();
    if (text.value().starts_with('/')) at = root;
    rest = text.value().append("/").append(rest);
  }
  return facts;
}

}  // namespace

Result<void> CheckTrustedPath(const std::string& path) {
  if (!path.starts_with('/')) return NotTrusted(path, "is no absolute path");
  const auto facts = Follow(path);
  return facts.ok() ? Result<void>() : facts.error();
}

Result<void> CheckTrustedProgram(const std::string& path) {
  if (!path.starts_with('/')) return NotTrusted(path, "is no absolute path");
  const auto facts = Follow(path);
  if (!facts.ok()) return facts.error();
  const mode_t mode = facts.value().st_mode;
  if (!S_ISREG(mode)) return NotTrusted(path, "is not a regular file");
  if ((mode & (S_ISUID | S_ISGID)) != 0) {
    return NotTrusted(path, "runs with the rights of another user",
                      "name a program that does not");
  }
  if (access(path.c_str(), X_OK) != 0) return FileError("run", path, errno);
  return {};
}

}  // namespace hf
