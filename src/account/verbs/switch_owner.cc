// SPDX-License-Identifier: Apache-2.0
#include "src/account/verbs/switch_owner.h"

#include <stdio.h>

#include <algorithm>

#include "src/account/configure/helper_sections.h"
#include "src/account/tokens/activate.h"
#include "src/account/tokens/saved_tokens.h"
#include "src/hub/endpoint.h"
#include "src/lookup/token_record.h"
#include "src/store/locked_store.h"
#include "src/store/owner_rules.h"
#include "src/store/store_paths.h"
#include "src/text/message.h"

namespace hf {
namespace {

/// The Hub for which a rule with \a token is set.
Result<Endpoint> HubOfRule(const Context& context, const SavedTokens& saved,
                           const StoredToken& token) {
  if (token.endpoint) return Endpoint::Parse(*token.endpoint);
  const auto recorded =
      RecordedHubs(saved.store, saved.paths.tokens, token.token);
  if (!recorded.ok()) return recorded.error();
  const Result<Endpoint>& named = context.hub;
  if (!named.ok() || Allow(recorded.value(), named.value())) return named;
  return recorded.value().front();
}

/// A rule can name only a token that the user saved. A token that git stored
/// becomes one first.
Result<void> SetRule(const StorePaths& paths, const Endpoint& hub,
                     const std::string& subject, const StoredToken& token) {
  if (token.from_git) {
    Result<LockedStore> store = LockedStore::Acquire(paths);
    if (!store.ok()) return store.error();
    Result<void> adopted = Adopt(store.value(), token);
    if (!adopted.ok()) return adopted;
  }
  return SetOwnerRule(paths, hub, subject, token.name);
}

/// The Hubs to search for a rule: that of \a context, then those of the stored
/// tokens.
Result<std::vector<Endpoint>> HubsOfRules(const Context& context,
                                          const SavedTokens& saved) {
  if (!context.hub.ok()) return context.hub.error();
  std::vector<Endpoint> hubs = {context.hub.value()};
  for (const StoredToken& token : saved.NamedTokens()) {
    Result<Endpoint> hub = Endpoint::Parse(token.endpoint.value_or(""));
    if (!hub.ok() ||
        std::find(hubs.begin(), hubs.end(), hub.value()) != hubs.end())
      continue;
    hubs.push_back(std::move(hub).value());
  }
  return hubs;
}

/// A rule works only if git sends the path, as `configure` sets it. The hint
/// recommends `configure` only for the official Hub.
void WarnIfNotConfigured(const Environment& environment, const Endpoint& hub) {
  if (IsConfiguredGlobally(environment, hub)) return;
  PrintNotice("git does not use this helper for " + hub.url() +
              " yet, so it does not use the rule");
  if (hub.is_official()) PrintHint("git-credential-hf configure");
}

}  // namespace

Result<void> ClearOwner(const Context& context, const SavedTokens& saved,
                        const std::string& subject) {
  Result<std::vector<Endpoint>> hubs = HubsOfRules(context, saved);
  if (!hubs.ok()) return hubs.error();
  for (const Endpoint& hub : hubs.value()) {
    Result<bool> cleared = ClearOwnerRule(saved.paths, hub, subject);
    if (!cleared.ok()) return cleared.error();
    if (!cleared.value()) continue;
    std::string line = "removed the rule for '" + subject + "'";
    if (!hub.is_official()) line += " at " + hub.url();
    printf("%s\n", EscapeForTerminal(line).c_str());
    return {};
  }
  return Error{Problem::kNoSuchToken, "there is no rule for '" + subject + "'",
               "'git-credential-hf list' shows them"};
}

Result<void> SwitchForOwner(const Context& context, const SavedTokens& saved,
                            const StoredToken& token,
                            const std::string& subject) {
  Result<Endpoint> hub = HubOfRule(context, saved, token);
  if (!hub.ok()) return hub.error();
  Result<void> set = SetRule(saved.paths, hub.value(), subject, token);
  if (!set.ok()) return set;
  std::string line = "'" + token.name + "'";
  if (token.user) line += " of " + *token.user;
  line += " is the token for " + subject + " now";
  if (!hub.value().is_official()) line += " at " + hub.value().url();
  printf("%s\n", EscapeForTerminal(line).c_str());
  fflush(stdout);
  WarnIfNotConfigured(context.environment, hub.value());
  Notices notices;
  AddOverride(context.environment, notices);
  PrintNotices(notices);
  return {};
}

}  // namespace hf
