// SPDX-License-Identifier: Apache-2.0
// The token in an environment variable (hub-contract §2).

#ifndef HF_SRC_LOOKUP_ENVIRONMENT_TOKEN_H_
#define HF_SRC_LOOKUP_ENVIRONMENT_TOKEN_H_

#include <optional>
#include <string_view>

#include "hf/result.h"
#include "src/system/environment.h"
#include "src/system/secret.h"

namespace hf {

struct EnvironmentToken {
  SecretString token;
  std::string_view variable;
};

/// The token in HF_TOKEN, or in HUGGING_FACE_HUB_TOKEN when HF_TOKEN is unset
/// or empty, cleaned as CleanToken() does. Nothing when neither variable has
/// one; an HF_TOKEN of blanks hides the other variable (contract §2). Fails
/// with kUsage, naming the variable, when its value cannot be a token.
Result<std::optional<EnvironmentToken>> TokenInEnvironment(
    const Environment& environment);

}  // namespace hf

#endif  // HF_SRC_LOOKUP_ENVIRONMENT_TOKEN_H_
