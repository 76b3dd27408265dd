// SPDX-License-Identifier: Apache-2.0
#include "src/account/api/authorities.h"

#include <sys/stat.h>
#include <unistd.h>

namespace hf {

std::optional<std::string> FirstReadableFile(
    std::span<const char* const> files) {
  for (const char* const file : files) {
    struct stat status;
    if (stat(file, &status) == 0 && S_ISREG(status.st_mode) &&
        status.st_size > 0 && access(file, R_OK) == 0) {
      return file;
    }
  }
  return std::nullopt;
}

}  // namespace hf
