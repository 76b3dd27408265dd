// SPDX-License-Identifier: Apache-2.0
#include "src/account/owner_switch.h"

#include <stdio.h>

#include "src/account/registration.h"
#include "src/account/saved_tokens.h"
#include "src/message.h"
#include "src/owner_rules.h"

namespace hf {
namespace {

/// The Hub that a rule for \a token is about.
Result<Endpoint> HubOfRule(const Environment& environment,
                           const StoredToken& token) {
  return token.endpoint ? Endpoint::Parse(*token.endpoint)
                        : PeoplesEndpoint(environment);
}

/// Git must send the path for a rule to hold.
void WarnWithoutPath(const Environment& environment, const Endpoint& hub) {
  if (GitAsksUsAbout(environment, hub)) return;
  PrintNotice("git does not ask this helper about " + hub.url() +
              " yet, so the rule does not hold");
  PrintHint("git-credential-hf configure" +
            (hub.is_official() ? "" : " --endpoint " + hub.url()));
}

}  // namespace

Result<void> ClearOwner(const Environment& environment, const StorePaths& paths,
                        const std::string& subject) {
  Result<Endpoint> hub = PeoplesEndpoint(environment);
  if (!hub.ok()) return hub.error();
  Result<bool> cleared = ClearOwnerRule(paths, hub.value(), subject);
  if (!cleared.ok()) return cleared.error();
  if (!cleared.value()) {
    return Error{Problem::kNoSuchToken,
                 "there is no rule for '" + subject + "'",
                 "'git-credential-hf list' shows them"};
  }
  printf("'%s' has no token of its own now\n", Visible(subject).c_str());
  return {};
}

Result<void> SwitchForOwner(const Environment& environment,
                            const StorePaths& paths, const StoredToken& token,
                            const std::string& subject) {
  Result<Endpoint> hub = HubOfRule(environment, token);
  if (!hub.ok()) return hub.error();
  Result<void> set = SetOwnerRule(paths, hub.value(), subject, token.name);
  if (!set.ok()) return set;
  std::string line = "'" + token.name + "'";
  if (token.user) line += " of " + *token.user;
  line += " is the token for " + subject + " now";
  if (!hub.value().is_official()) line += " at " + hub.value().url();
  printf("%s\n", Visible(line).c_str());
  fflush(stdout);
  WarnWithoutPath(environment, hub.value());
  WarnOfOverride(environment);
  return {};
}

}  // namespace hf
