// SPDX-License-Identifier: Apache-2.0
#include "src/system/path.h"

#include <unistd.h>

#include <algorithm>
#include <optional>

#include "src/system/environment.h"
#include "src/system/home_directory.h"

namespace hf {
namespace {

bool IsNameByte(char byte) {
  return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
         (byte >= '0' && byte <= '9') || byte == '_';
}

/// The variable that \a text, which begins with '$', refers to, and how many
/// bytes the reference takes; 0 bytes when it is none.
struct Reference {
  std::string_view name;
  std::size_t size;
};

Reference ReferenceAt(std::string_view text) {
  if (text.starts_with("${")) {
    const std::size_t close = text.find('}');
    if (close == text.npos) return {{}, 0};
    return {text.substr(2, close - 2), close + 1};
  }
  std::size_t end = 1;
  while (end < text.size() && IsNameByte(text[end])) ++end;
  if (end == 1) return {{}, 0};
  return {text.substr(1, end - 1), end};
}

}  // namespace

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

std::string PathExpander::Expand(std::string_view path) const {
  return ExpandVariables(ExpandUser(path));
}

std::string PathExpander::ExpandUser(std::string_view path) const {
  if (!path.starts_with('~')) return std::string(path);
  const std::size_t slash = std::min(path.find('/'), path.size());
  const std::string_view name = path.substr(1, slash - 1);
  const auto variable = environment_.Find("HOME");
  std::optional<std::string> home;
  if (!name.empty()) {
    home = HomeOf(name);
  } else {
    home = variable ? std::string(*variable) : HomeOf(getuid());
  }
  if (!home) return std::string(path);
  while (home->ends_with('/')) home->pop_back();
  // An empty HOME is "/" to Python. To us it is a mistake that must be seen,
  // and a path that is not absolute is refused by whoever asked.
  if (name.empty() && variable && variable->empty()) return {};
  home->append(path.substr(slash));
  return home->empty() ? "/" : *home;
}

std::string PathExpander::ExpandVariables(std::string_view path) const {
  std::string expanded;
  while (!path.empty()) {
    const std::size_t dollar = std::min(path.find('$'), path.size());
    expanded.append(path.substr(0, dollar));
    path.remove_prefix(dollar);
    if (path.empty()) break;
    const Reference reference = ReferenceAt(path);
    const auto value = environment_.Find(reference.name);
    if (reference.size == 0) {
      expanded += '$';
      path.remove_prefix(1);
      continue;
    }
    expanded.append(value ? *value : path.substr(0, reference.size));
    path.remove_prefix(reference.size);
  }
  return expanded;
}

}  // namespace hf
