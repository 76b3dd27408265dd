// SPDX-License-Identifier: Apache-2.0
#include "src/account/verbs/revoke_tokens.h"

#include <stdio.h>

#include <algorithm>

#include "src/account/terminal/paragraph.h"
#include "src/account/terminal/terminal.h"
#include "src/hub/access_token.h"
#include "src/text/message.h"

namespace hf {
namespace {

void Print(const Revocation& revocation) {
  const std::string& hub = revocation.hub.url();
  if (revocation.done.ok()) {
    printf("%s: revoked; %s does not know it any more\n",
           EscapeForTerminal(revocation.label).c_str(), hub.c_str());
    fflush(stdout);
    return;
  }
  const Error& error = revocation.done.error();
  PrintWrappedNotice(revocation.label + ": " + error.message, error.hint);
}

/// \a tokens as they are to be revoked. Fails when it is not certain where one
/// may be sent.
Result<std::vector<RevocableToken>> Revocable(
    const Context& context, const SavedTokens& saved,
    const std::vector<StoredToken>& tokens) {
  std::vector<RevocableToken> revocable;
  for (const StoredToken& token : tokens) {
    if (!IsToken(token.token)) continue;
    auto hubs = HubsThatMayRevoke(context, saved, token);
    if (!hubs.ok()) {
      Error error = hubs.error();
      error.message += "; nothing was revoked or forgotten";
      return error;
    }
    revocable.push_back({token.name.empty() ? "the active token"
                                            : "the token '" + token.name + "'",
                         token.token, token.refresh_token.value_or(""),
                         std::move(hubs).value()});
  }
  return revocable;
}

bool ConfirmRevocation(const std::vector<RevocableToken>& tokens) {
  const std::string what = tokens.size() == 1
                               ? tokens[0].label
                               : std::to_string(tokens.size()) + " tokens";
  return Confirm("revoke " + what + " at " + HubsIn(tokens) +
                 ", so that no copy works any more?");
}

/// A command may print another token each time, so the one that others may
/// have seen is not known.
Error CannotRevoke(const StoredToken& token) {
  return {Problem::kRefused,
          "the token '" + token.name +
              "' comes from a command, so it is not "
              "revoked here; nothing was revoked or forgotten",
          "revoke it at " + token.endpoint.value_or("") + "/settings/tokens"};
}

}  // namespace

std::string HubsIn(const std::vector<RevocableToken>& tokens) {
  std::vector<std::string> urls;
  for (const RevocableToken& token : tokens) {
    for (const Endpoint& hub : token.hubs) {
      if (std::find(urls.begin(), urls.end(), hub.url()) == urls.end()) {
        urls.push_back(hub.url());
      }
    }
  }
  return JoinWords(urls);
}

Result<void> RevokeAndTell(const Environment& environment,
                           const std::vector<RevocableToken>& tokens) {
  PrintWrappedNotice("revoking at " + HubsIn(tokens) +
                     ", then asking whether it worked: the first answer alone "
                     "is no proof");
  std::size_t failed = 0;
  std::optional<Error> worst;
  for (const Revocation& revocation : RevokeTokens(environment, tokens)) {
    Print(revocation);
    if (revocation.done.ok()) continue;
    ++failed;
    const Error& error = revocation.done.error();
    if (!worst || error.problem == Problem::kRefused) worst = error;
  }
  if (!worst) return {};
  return Error{
      worst->problem,
      failed == 1 ? "a token may still be valid"
                  : std::to_string(failed) + " tokens may still be valid",
      "try again later, or see the page /settings/tokens of " + HubsIn(tokens)};
}

Result<std::optional<Error>> RevokeStored(
    const Context& context, const SavedTokens& saved,
    const std::vector<StoredToken>& tokens, bool yes) {
  for (const StoredToken& token : tokens) {
    if (token.command) return CannotRevoke(token);
  }
  const auto revocable = Revocable(context, saved, tokens);
  if (!revocable.ok()) return revocable.error();
  std::optional<Error> failure;
  if (revocable.value().size() < tokens.size()) {
    failure = Error{Problem::kRefused,
                    "a token was not revoked, because it is not here any more",
                    "see the page /settings/tokens of its Hub"};
  }
  if (revocable.value().empty()) return failure;
  if (!yes && !ConfirmRevocation(revocable.value())) {
    return Error{Problem::kRefused, "nothing was revoked or forgotten"};
  }
  const Result<void> revoked =
      RevokeAndTell(context.environment, revocable.value());
  if (!revoked.ok()) failure = revoked.error();
  return failure;
}

}  // namespace hf
