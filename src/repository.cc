// SPDX-License-Identifier: Apache-2.0
#include "src/repository.h"

#include <algorithm>

namespace hf {
namespace {

/// Cuts the text before the next slash off \a path.
std::string_view TakePart(std::string_view& path) {
  const std::size_t end = std::min(path.find('/'), path.size());
  const std::string_view part = path.substr(0, end);
  path.remove_prefix(std::min(end + 1, path.size()));
  return part;
}

bool IsKind(std::string_view part) {
  return part == "datasets" || part == "spaces" || part == "kernels";
}

}  // namespace

std::string RepositoryIn(std::string_view path) {
  constexpr std::string_view kSuffix = ".git";
  std::string repository;
  std::string_view owner = TakePart(path);
  if (IsKind(owner)) {
    repository = std::string(owner) + "/";
    owner = TakePart(path);
  }
  std::string_view name = TakePart(path);
  if (name.ends_with(kSuffix)) name.remove_suffix(kSuffix.size());
  if (owner.empty() || name.empty()) return {};
  return repository.append(owner).append("/").append(name);
}

}  // namespace hf
