// SPDX-License-Identifier: Apache-2.0
// The token that a variable holds (hub-contract §2).

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

/// HF_TOKEN, or HUGGING_FACE_HUB_TOKEN when that is unset or empty, cleaned.
/// Nothing when neither holds one; a blank HF_TOKEN hides the other (contract
/// §2). Fails with kUsage, naming the variable, when it cannot be a token.
Result<std::optional<EnvironmentToken>> TokenInEnvironment(
    const Environment& environment);

}  // namespace hf

#endif  // HF_SRC_LOOKUP_ENVIRONMENT_TOKEN_H_
