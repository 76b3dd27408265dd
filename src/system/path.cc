// SPDX-License-Identifier: Apache-2.0
#include "src/system/path.h"

namespace hf {

std::string JoinPath(std::string_view left, std::string_view right) {
  if (right.starts_with('/')) return std::string(right);
  std::string joined(left);
  if (!joined.empty() && !joined.ends_with('/')) joined += '/';
  return joined.append(right);
}

std::string DirectoryOf(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == path.npos) return {};
  std::string_view head = path.substr(0, slash + 1);
  const std::size_t last = head.find_last_not_of('/');
  return std::string(last == head.npos ? head : head.substr(0, last + 1));
}

std::string_view FileNameOf(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == path.npos ? path : path.substr(slash + 1);
}

}  // namespace hf
