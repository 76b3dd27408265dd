// SPDX-License-Identifier: Apache-2.0
#include "src/hub/repository.h"

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

Repository ParseRepository(std::string_view path) {
  constexpr std::string_view kSuffix = ".git";
  Repository repository;
  repository.owner = TakePart(path);
  if (IsKind(repository.owner)) {
    repository.kind = repository.owner;
    repository.owner = TakePart(path);
  }
  repository.name = TakePart(path);
  if (repository.name.ends_with(kSuffix)) {
    repository.name.remove_suffix(kSuffix.size());
  }
  return repository;
}

std::string RepositoryIn(std::string_view path) {
  // A query may contain a token.
  path = path.substr(0, path.find_first_of("?#"));
  const Repository repository = ParseRepository(path);
  if (repository.owner.empty() || repository.name.empty()) return {};
  std::string text(repository.kind);
  if (!text.empty()) text += '/';
  return text.append(repository.owner).append("/").append(repository.name);
}

}  // namespace hf
