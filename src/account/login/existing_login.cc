// SPDX-License-Identifier: Apache-2.0
#include "src/account/login/existing_login.h"

#include "src/account/tokens/keyring_tokens.h"
#include "src/account/tokens/saved_tokens.h"
#include "src/account/tokens/trusted_hub.h"
#include "src/lookup/token_record.h"

namespace hf {
namespace {

/// The stored records of the active token; several sections may contain it.
std::vector<StoredToken> ActiveRecords(const SavedTokens& saved) {
  std::vector<StoredToken> records;
  for (StoredToken& token : saved.NamedTokens()) {
    if (saved.IsActive(token)) records.push_back(std::move(token));
  }
  return records;
}

/// True when \a token has expired or was rejected, and cannot be refreshed.
/// Asks the keyring only for an expired token: its record in the store does not
/// say if there is a refresh token.
Result<bool> IsUnusable(const Environment& environment,
                        const StoredToken& token) {
  if (token.rejected_at) return true;
  if (!token.IsExpired()) return false;
  const Result<StoredToken> loaded = WithSecrets(environment, token);
  if (!loaded.ok()) return loaded.error();
  return loaded.value().IsExpired() && !loaded.value().IsRefreshDue();
}

/// True when the active token may be sent to the Hub of \a attempt. A variable
/// or an option that names the Hub is not enough.
bool MayGoToHub(const Attempt& attempt, const SavedTokens& saved) {
  if (!saved.active) {
    const StoredToken* kept = saved.outside.Active();
    return kept && kept->MayGoTo(attempt.hub);
  }
  const auto recorded =
      RecordedHubs(saved.store, saved.paths.tokens, saved.active->token);
  if (!recorded.ok()) return false;
  if (!recorded.value().empty()) return Allow(recorded.value(), attempt.hub);
  return IsTrustedHub(attempt.environment(), attempt.hub);
}

}  // namespace

Result<std::optional<LoginResult>> FindLogin(const Attempt& attempt) {
  LoginResult login;
  login.endpoint = attempt.hub.url();
  login.at_official_hub = attempt.hub.is_official();
  login.overridden_by = OverridingVariable(attempt.environment());
  Notices notices;
  Result<SavedTokens> saved = ReadSavedTokens(attempt.context, notices);
  attempt.ui.ShowNotices(notices);
  if (!saved.ok()) return saved.error();
  login.store = saved.value().paths.tokens;
  if (login.overridden_by) {
    if (!IsTrustedHub(attempt.environment(), attempt.hub)) {
      return {std::nullopt};
    }
    return {std::move(login)};
  }
  const std::vector<StoredToken> active = ActiveRecords(saved.value());
  if (!saved.value().active && active.empty()) return {std::nullopt};
  for (const StoredToken& token : active) {
    const Result<bool> unusable = IsUnusable(attempt.environment(), token);
    if (!unusable.ok()) return unusable.error();
    if (unusable.value()) return {std::nullopt};
    login.name = token.name;
    login.account = token.user;
    login.expires_at = token.expires_at;
    login.place = token.Place();
  }
  if (!MayGoToHub(attempt, saved.value())) return {std::nullopt};
  return {std::move(login)};
}

}  // namespace hf
