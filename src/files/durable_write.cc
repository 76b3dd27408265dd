// SPDX-License-Identifier: Apache-2.0
#include "src/files/durable_write.h"

#include <errno.h>
#include <unistd.h>

#include "src/files/secret_file.h"

namespace hf {

Result<void> WriteAll(int fd, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t count = write(fd, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FileError("write", path, errno);
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

Result<void> WriteDurably(int fd, std::string_view text,
                          const std::string& path) {
  Result<void> written = WriteAll(fd, text, path);
  if (!written.ok()) return written;
  if (fsync(fd) != 0) return FileError("write", path, errno);
  return {};
}

}  // namespace hf
