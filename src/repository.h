// SPDX-License-Identifier: Apache-2.0
// Which repository a request is about.

#ifndef HF_SRC_REPOSITORY_H_
#define HF_SRC_REPOSITORY_H_

#include <string>
#include <string_view>

namespace hf {

/// `acme/model` or `datasets/acme/big` from the path that git or git-lfs sends,
/// such as `acme/model.git/info/lfs`; empty when there is no repository in it.
std::string RepositoryIn(std::string_view path);

}  // namespace hf

#endif  // HF_SRC_REPOSITORY_H_
