// SPDX-License-Identifier: Apache-2.0
#include "src/lookup/token_sources.h"

#include "src/hub/access_token.h"
#include "src/lookup/environment_token.h"
#include "src/lookup/stored_sources.h"
#include "src/lookup/token_choice.h"
#include "src/store/store_paths.h"

namespace hf {

TokenSources::TokenSources(const Environment& environment,
                           const TokenRequest& request)
    : environment_(environment), request_(request) {}

TokenSources::~TokenSources() = default;

Finding TokenSources::AskExchange() const {
  if (!environment_.Has("HF_OIDC_RESOURCE")) {
    return {{std::nullopt}, "HF_OIDC_RESOURCE is not set"};
  }
  return {
      Error{Problem::kUnavailable,
            "HF_OIDC_RESOURCE asks for a token that only the Hub can give",
            "run 'git-credential-hf token' for it"},
      "HF_OIDC_RESOURCE is set: the Hub is asked, and no other token is used"};
}

Finding TokenSources::AskEnvironment() const {
  Result<std::optional<EnvironmentToken>> found =
      TokenInEnvironment(environment_);
  if (!found.ok()) return {found.error(), found.error().message};
  if (!found.value()) return {{std::nullopt}, "HF_TOKEN is not set"};
  EnvironmentToken& variable = *found.value();
  TokenChoice choice;
  choice.bearer = IsBearerToken(variable.token);
  choice.token = std::move(variable.token);
  choice.origin = variable.variable;
  choice.username = request_.username.value_or(kDefaultUsername);
  return {{std::move(choice)}, std::string(variable.variable) + " is set"};
}

Finding TokenSources::AskStored(TokenSource source) {
  if (!stored_) {
    Result<StorePaths> paths = FindStore(environment_);
    if (!paths.ok()) return {paths.error(), paths.error().message};
    stored_ =
        std::make_unique<StoredSources>(request_, std::move(paths).value());
  }
  return stored_->Ask(source);
}

Finding TokenSources::Ask(TokenSource source) {
  switch (source) {
    case TokenSource::kExchange:
      return AskExchange();
    case TokenSource::kEnvironment:
      return AskEnvironment();
    default:
      return AskStored(source);
  }
}

}  // namespace hf
