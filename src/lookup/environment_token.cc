// SPDX-License-Identifier: Apache-2.0
#include "src/lookup/environment_token.h"

#include <string>

#include "src/hub/access_token.h"

namespace hf {

Result<std::optional<EnvironmentToken>> TokenInEnvironment(
    const Environment& environment) {
  const std::string_view variable =
      environment.Has("HF_TOKEN") ? "HF_TOKEN" : "HUGGING_FACE_HUB_TOKEN";
  if (!environment.Has(variable)) return {std::nullopt};
  SecretString token = CleanToken(*environment.Find(variable));
  if (token.empty()) return {std::nullopt};
  if (!IsToken(token)) {
    return Error{Problem::kUsage,
                 std::string(variable) + " does not hold a token",
                 "a token is one word of letters and digits such as hf_…; "
                 "correct or unset the variable"};
  }
  return {EnvironmentToken{std::move(token), variable}};
}

}  // namespace hf
