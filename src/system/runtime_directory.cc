// SPDX-License-Identifier: Apache-2.0
#include "src/system/runtime_directory.h"

#include <sys/stat.h>
#include <unistd.h>

namespace hf {

std::optional<std::string> RuntimeDirectory(const Environment& environment) {
  constexpr mode_t kOthers = 077;
  std::string path(environment.Find("XDG_RUNTIME_DIR").value_or(""));
  struct stat facts;
  const bool is_private = path.starts_with('/') &&
                          lstat(path.c_str(), &facts) == 0 &&
                          S_ISDIR(facts.st_mode) && facts.st_uid == geteuid() &&
                          (facts.st_mode & kOthers) == 0;
  if (!is_private) return std::nullopt;
  return path;
}

}  // namespace hf
