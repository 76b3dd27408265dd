// SPDX-License-Identifier: Apache-2.0
#include "src/account/tokens/saved_tokens.h"

#include "src/account/tokens/renewal.h"
#include "src/files/secret_file.h"
#include "src/hub/access_token.h"
#include "src/lookup/environment_token.h"
#include "src/store/store_paths.h"
#include "src/store/system_file.h"
#include "src/text/message.h"

namespace hf {

bool SavedTokens::IsActive(const StoredToken& token) const {
  if (token.IsOutside()) {
    return !active && !token_file_is_broken &&
           token.name == outside.ActiveName();
  }
  return active && !token.token.empty() && token.token == active->token;
}

bool SavedTokens::HasNamelessToken() const {
  if (!active) return false;
  for (const StoredToken& token : store.Mentioning(active->token)) {
    if (IsActive(token)) return false;
  }
  return true;
}

std::vector<StoredToken> SavedTokens::NamedTokens() const {
  std::vector<StoredToken> tokens;
  for (std::size_t at = 0; at < store.size(); ++at) tokens.push_back(store[at]);
  tokens.insert(tokens.end(), outside.tokens.begin(), outside.tokens.end());
  return tokens;
}

std::vector<StoredToken> SavedTokens::AllTokens() const {
  std::vector<StoredToken> tokens = NamedTokens();
  std::erase_if(tokens, [&](const StoredToken& token) {
    return IsOfSystem(paths, token);
  });
  if (HasNamelessToken()) tokens.emplace_back().token = active->token;
  return tokens;
}

Result<SavedTokens> ReadSavedTokens(const Context& context, Notices& notices) {
  const Result<StorePaths>& paths = context.paths;
  if (!paths.ok()) return paths.error();
  SettleRenewalsIfAny(context.environment, paths.value());
  Result<TokenStore> store = TokenStore::Read(paths.value().tokens);
  if (!store.ok()) return store.error();
  Result<OutsideTokens> outside = ReadOutsideTokens(paths.value());
  if (!outside.ok()) return outside.error();
  Result<std::optional<ActiveToken>> active = ReadActiveToken(paths.value());
  const bool is_broken = !active.ok();
  if (is_broken) {
    // `switch` and `logout` repair a token file without a token.
    const bool may_hold_one = active.error().problem == Problem::kRefused &&
                              !IsLinkToNothing(paths.value().token);
    if (may_hold_one) return active.error();
    notices.push_back({active.error().message, active.error().hint});
    active = {std::nullopt};
  }
  return SavedTokens{paths.value(), std::move(store).value(),
                     std::move(outside).value(), std::move(active).value(),
                     is_broken};
}

namespace {

/// True when \a name may be a token that the user entered as a name.
bool LooksSecret(const TokenStore& store, const std::string& name) {
  if (MayBeToken(name)) return true;
  for (const StoredToken& token : store.Mentioning(name)) {
    if (token.token == std::string_view(name)) return true;
  }
  return false;
}

}  // namespace

Error NoSuchToken(const SavedTokens& saved, const std::string& name) {
  constexpr std::size_t kMaxNames = 20;
  const std::vector<StoredToken> tokens = saved.NamedTokens();
  Error error{Problem::kNoSuchToken,
              LooksSecret(saved.store, name)
                  ? "there is no token of that name"
                  : "there is no token called '" + name + "'"};
  if (tokens.empty()) {
    error.hint = "no tokens are stored";
    return error;
  }
  error.hint = "stored tokens:";
  for (std::size_t at = 0; at < tokens.size() && at < kMaxNames; ++at) {
    error.hint += (at == 0 ? " '" : ", '") + tokens[at].name + "'";
  }
  if (tokens.size() > kMaxNames) error.hint += " and more; see 'list'";
  return error;
}

Error NotLoggedIn() {
  return {Problem::kNoSuchToken, "not logged in to the Hub",
          "log in with 'git-credential-hf login'"};
}

std::optional<std::string> OverridingVariable(const Environment& environment) {
  if (environment.Has("HF_OIDC_RESOURCE")) return "HF_OIDC_RESOURCE";
  const auto found = TokenInEnvironment(environment);
  if (!found.ok()) {
    return environment.Has("HF_TOKEN") ? "HF_TOKEN" : "HUGGING_FACE_HUB_TOKEN";
  }
  if (!found.value()) return std::nullopt;
  return std::string(found.value()->variable);
}

void AddOverride(const Environment& environment, Notices& notices) {
  const auto variable = OverridingVariable(environment);
  if (!variable) return;
  notices.push_back({*variable + " is set and overrides the saved tokens"});
}

}  // namespace hf
