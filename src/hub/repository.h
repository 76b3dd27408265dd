// SPDX-License-Identifier: Apache-2.0
// Which repository a request is for.

#ifndef HF_SRC_HUB_REPOSITORY_H_
#define HF_SRC_HUB_REPOSITORY_H_

#include <string>
#include <string_view>

namespace hf {

/// The parts of a repository's name, as views of its path.
struct Repository {
  std::string_view kind;   ///< `datasets`, `spaces`, `kernels`; empty: a model.
  std::string_view owner;  ///< Empty when there is no repository.
  std::string_view name;   ///< Empty when only the owner is named.
};

/// The repository of \a path, as git or git-lfs sends it; valid as long as
/// \a path. Ignores a trailing `.git` and what follows the name.
Repository ParseRepository(std::string_view path);

/// `acme/model` or `datasets/acme/big` from the path that git or git-lfs sends,
/// such as `acme/model.git/info/lfs`; empty when the path names no repository.
std::string RepositoryIn(std::string_view path);

}  // namespace hf

#endif  // HF_SRC_HUB_REPOSITORY_H_
