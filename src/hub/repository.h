// SPDX-License-Identifier: Apache-2.0
// Which repository a request is about.

#ifndef HF_SRC_HUB_REPOSITORY_H_
#define HF_SRC_HUB_REPOSITORY_H_

#include <string>
#include <string_view>

namespace hf {

/// The two parts of a repository's name that decide whose it is.
struct Repository {
  std::string_view kind;   ///< `datasets`, `spaces`, `kernels`; empty: a model.
  std::string_view owner;  ///< Empty when there is no repository.
  std::string_view name;   ///< Empty when only the owner is named.
};

/// What \a path, as git or git-lfs sends it, is about; valid as long as \a
/// path. A trailing `.git` and what follows the name do not matter.
Repository ParseRepository(std::string_view path);

/// `acme/model` or `datasets/acme/big` from the path that git or git-lfs sends,
/// such as `acme/model.git/info/lfs`; empty when there is no repository in it.
std::string RepositoryIn(std::string_view path);

}  // namespace hf

#endif  // HF_SRC_HUB_REPOSITORY_H_
