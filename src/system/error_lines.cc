// SPDX-License-Identifier: Apache-2.0
#include "src/system/error_lines.h"

#include <errno.h>
#include <string.h>

namespace hf {
namespace {

constexpr std::size_t kLongestLine = 1024;
constexpr std::size_t kMostBytes = 64 << 10;

}  // namespace

void ErrorLines::Read() {
  char chunk[4096];
  while (from_.ok()) {
    const ssize_t count = read(from_.get(), chunk, sizeof chunk);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) break;
    if (count <= 0) {
      from_.Reset(-1);
      break;
    }
    Take({chunk, static_cast<std::size_t>(count)});
  }
  explicit_bzero(chunk, sizeof chunk);
}

void ErrorLines::Take(std::string_view bytes) {
  for (const char byte : bytes) {
    if (taken_ == kMostBytes) return;
    ++taken_;
    if (byte != '\n') line_ += byte;
    if (byte != '\n' && line_.size() < kLongestLine) continue;
    show_(line_);
    line_.clear();
  }
}

void ErrorLines::Finish() {
  if (!line_.empty()) show_(line_);
  line_.clear();
}

}  // namespace hf
