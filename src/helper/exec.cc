// SPDX-License-Identifier: Apache-2.0
#include "src/helper/exec.h"

#include "src/hub/endpoint.h"
#include "src/lookup/choose_token.h"
#include "src/lookup/environment_token.h"
#include "src/protocol/user_program.h"
#include "src/store/owner_rules.h"
#include "src/text/message.h"

namespace hf {
namespace {

/// The token for the owner of \a program at \a hub; nothing when it is not one
/// that can be used as it is.
std::optional<TokenChoice> FindToken(const Environment& environment,
                                     const UserProgram& program,
                                     const Endpoint& hub, Notices& notices) {
  std::optional<std::string> subject;
  if (program.owner) {
    // A variable overrides the rules, which the account program says.
    const auto variable = TokenInEnvironment(environment);
    const Result<std::string> parsed = ParseSubject(*program.owner);
    if (!variable.ok() || variable.value() || !parsed.ok()) return std::nullopt;
    subject = parsed.value();
  }
  auto choice = ChooseToken(environment, {hub, std::nullopt, subject}, notices);
  if (!choice.ok() || !choice.value()) return std::nullopt;
  const TokenChoice& found = *choice.value();
  if (found.outside || found.refresh_due || found.expired) {
    return std::nullopt;
  }
  return std::move(*choice.value());
}

}  // namespace

std::optional<int> Exec(const Environment& environment,
                        const std::vector<std::string>& arguments) {
  const auto program = ParseUserProgram(arguments);
  if (!program || program->name || environment.Has("HF_OIDC_RESOURCE")) {
    return std::nullopt;
  }
  const Result<Endpoint> hub = EndpointFromEnvironment(environment);
  // The account program knows which other Hubs are registered.
  if (!hub.ok() || !hub.value().is_official()) return std::nullopt;
  Notices notices;
  const auto token = FindToken(environment, *program, hub.value(), notices);
  if (!token) return std::nullopt;
  PrintNotices(notices);
  return BecomeUserProgram(*program, environment, token->token);
}

}  // namespace hf
