// SPDX-License-Identifier: Apache-2.0
#include "src/files/read_file.h"

#include <errno.h>
#include <unistd.h>

#include "src/files/secret_file.h"

namespace hf {

Result<std::string> ReadToEnd(int fd, const std::string& path) {
  std::string text;
  char chunk[4096];
  ssize_t count;
  while ((count = read(fd, chunk, sizeof chunk)) != 0) {
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FileError("read", path, errno);
    text.append(chunk, static_cast<std::size_t>(count));
  }
  return text;
}

}  // namespace hf
