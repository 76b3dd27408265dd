// SPDX-License-Identifier: Apache-2.0
#include "src/system/runtime_directory.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hf {
namespace {

/// Tries again when the file system fails for a moment: without the directory,
/// `logout` would leave there what it has to remove.
bool FindFacts(const std::string& path, struct stat& facts) {
  constexpr int kMostTries = 3;
  for (int tries = 0; tries < kMostTries; ++tries) {
    if (lstat(path.c_str(), &facts) == 0) return true;
    if (errno == ENOENT || errno == ENOTDIR) return false;
  }
  return false;
}

}  // namespace

std::optional<std::string> RuntimeDirectory(const Environment& environment) {
  constexpr mode_t kOthers = 077;
  std::string path(environment.Find("XDG_RUNTIME_DIR").value_or(""));
  struct stat facts;
  const bool is_private = path.starts_with('/') && FindFacts(path, facts) &&
                          S_ISDIR(facts.st_mode) && facts.st_uid == geteuid() &&
                          (facts.st_mode & kOthers) == 0;
  if (!is_private) return std::nullopt;
  return path;
}

}  // namespace hf
