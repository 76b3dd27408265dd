// SPDX-License-Identifier: Apache-2.0
// What the user's git can and cannot do.

#ifndef HF_SRC_ACCOUNT_GIT_GIT_VERSION_H_
#define HF_SRC_ACCOUNT_GIT_GIT_VERSION_H_

#include <optional>
#include <string>

#include "src/account/git/git.h"

namespace hf {

struct GitVersion {
  int major = 0;
  int minor = 0;
  std::string text;  ///< As git says it: 2.39.5

  /// True when a helper can answer it with a Bearer token (`authtype`).
  bool HasAuthtype() const { return major > 2 || (major == 2 && minor >= 46); }
};

/// Nothing when git does not say.
std::optional<GitVersion> VersionOf(const Git& git);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_GIT_GIT_VERSION_H_
