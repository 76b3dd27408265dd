// SPDX-License-Identifier: Apache-2.0
#include "src/account/saved_tokens.h"

#include "src/message.h"

namespace hf {

bool SavedTokens::IsActive(const StoredToken& token) const {
  return active && !token.token.empty() && token.token == active->token;
}

Result<SavedTokens> ReadSavedTokens(const Environment& environment) {
  Result<StorePaths> paths = FindStore(environment);
  if (!paths.ok()) return paths.error();
  Result<TokenStore> store = TokenStore::Read(paths.value().tokens);
  if (!store.ok()) return store.error();
  Result<std::optional<ActiveToken>> active = ReadActiveToken(paths.value());
  if (!active.ok()) {
    // A token file without a token is mended by switching or logging out.
    if (active.error().problem == Problem::kRefused) return active.error();
    PrintError(active.error());
    active = {std::nullopt};
  }
  return SavedTokens{std::move(paths).value(), std::move(store).value(),
                     std::move(active).value()};
}

Error NoSuchToken(const TokenStore& store, const std::string& name) {
  constexpr std::size_t kMostNames = 20;
  const bool looks_secret = name.starts_with("hf_") || name.starts_with("api_");
  Error error{Problem::kNoSuchToken,
              looks_secret ? "there is no token of that name"
                           : "there is no token called '" + name + "'"};
  if (store.size() == 0) {
    error.hint = "no tokens are stored";
    return error;
  }
  error.hint = "stored are:";
  for (std::size_t at = 0; at < store.size() && at < kMostNames; ++at) {
    error.hint += (at == 0 ? " '" : ", '") + store[at].name + "'";
  }
  if (store.size() > kMostNames) error.hint += " and more; see 'list'";
  return error;
}

Error NotLoggedIn() {
  return {Problem::kNoSuchToken, "not logged in to the Hub",
          "log in with 'hf auth login', or set HF_TOKEN"};
}

void WarnOfOverride(const Environment& environment) {
  if (environment.Has("HF_OIDC_RESOURCE")) {
    PrintNotice("HF_OIDC_RESOURCE is set and overrides the saved tokens");
    return;
  }
  const auto found = TokenInEnvironment(environment);
  if (found.ok() && !found.value()) return;
  const std::string variable =
      found.ok()
          ? std::string(found.value()->variable)
          : std::string(environment.Has("HF_TOKEN") ? "HF_TOKEN"
                                                    : "HUGGING_FACE_HUB_TOKEN");
  PrintNotice(variable + " is set and overrides the saved tokens");
}

}  // namespace hf
