// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <unistd.h>

#include <algorithm>

#include "src/account/configure/other_helpers.h"
#include "src/account/terminal/paragraph.h"
#include "src/account/terminal/terminal.h"
#include "src/account/tokens/forget.h"
#include "src/account/tokens/keyring_tokens.h"
#include "src/account/tokens/saved_tokens.h"
#include "src/account/tokens/token_lines.h"
#include "src/account/verbs/command_line.h"
#include "src/account/verbs/revoke_tokens.h"
#include "src/hub/access_token.h"
#include "src/lookup/environment_token.h"
#include "src/text/message.h"

namespace hf {
namespace {

using Secrets = std::vector<SecretString>;

struct RevokeOptions {
  bool from_stdin = false;
  bool yes = false;
};

Result<bool> ReadOptions(const Arguments& arguments, RevokeOptions& options) {
  CommandLine line("revoke");
  line.Explain(
      "The tokens stop working everywhere. Those that are stored here are "
      "forgotten, too.",
      {"git-credential-hf revoke --stdin --yes <leaked"});
  line.AddFlag("--stdin", options.from_stdin,
               "read the tokens, one a line, from standard input");
  line.AddFlag("--yes", options.yes, "do not ask");
  return line.Parse(arguments);
}

Result<void> CheckOptions(const Environment& environment,
                          const RevokeOptions& options) {
  if (!options.from_stdin) {
    return Error{Problem::kUsage, "revoke: no token is given",
                 "give the tokens on standard input, with --stdin; for a "
                 "stored one use 'git-credential-hf logout NAME --revoke'"};
  }
  if (options.yes || IsInteractive(environment)) return {};
  return Error{Problem::kUsage, "revoke: there is no terminal to ask on",
               "to revoke without a question, add --yes"};
}

std::vector<StoredToken> StoredAs(const std::vector<StoredToken>& stored,
                                  const SecretString& token) {
  std::vector<StoredToken> found;
  std::copy_if(stored.begin(), stored.end(), std::back_inserter(found),
               [&](const StoredToken& one) { return one.token == token; });
  return found;
}

/// \a token, which is number \a number of the input, as it is to be revoked.
Result<RevocableToken> MakeRevocable(const Context& context,
                                     const SavedTokens& saved,
                                     const std::vector<StoredToken>& stored,
                                     const SecretString& token,
                                     std::size_t number) {
  StoredToken known;
  known.token = token;
  RevocableToken revocable{
      "token " + std::to_string(number) + " (" + Mask(token) + ")", token};
  for (const StoredToken& one : StoredAs(stored, token)) {
    if (!one.name.empty()) revocable.label += ", stored as '" + one.name + "'";
    if (one.refresh_token) revocable.refresh_token = *one.refresh_token;
    if (one.in_keyring) known = one;
  }
  auto hubs = HubsThatMayRevoke(context, saved, known);
  if (!hubs.ok()) return hubs.error();
  revocable.hubs = std::move(hubs).value();
  return revocable;
}

/// Forgets all of \a stored that are in \a tokens.
Result<void> ForgetRevoked(const Environment& environment,
                           const SavedTokens& saved,
                           const std::vector<StoredToken>& stored,
                           const Secrets& tokens) {
  Forgetting forgetting{environment, saved.paths, {}};
  for (const SecretString& token : tokens) {
    for (StoredToken& one : StoredAs(stored, token)) {
      forgetting.tokens.push_back(std::move(one));
    }
  }
  if (forgetting.tokens.empty()) return {};
  const auto rules = EndUse(forgetting);
  if (!rules.ok()) return rules.error();
  Notices notices;
  RejectTokenCopies(environment, TokenCopiesOf(forgetting.tokens), notices);
  PrintWrappedNotices(notices);
  Result<void> removed = RemoveTokens(forgetting);
  if (!removed.ok()) return removed;
  for (const StoredToken& token : forgetting.tokens) {
    const std::string name = token.name.empty()
                                 ? "the active token"
                                 : "the token '" + token.name + "'";
    printf("forgot %s\n", EscapeForTerminal(name).c_str());
  }
  return {};
}

void WarnOfVariable(const Environment& environment, const Secrets& tokens) {
  const auto variable = TokenInEnvironment(environment);
  if (!variable.ok() || !variable.value()) return;
  const SecretString& token = variable.value()->token;
  if (std::find(tokens.begin(), tokens.end(), token) == tokens.end()) return;
  const std::string name(variable.value()->variable);
  PrintWrappedNotice(name + " has one of these tokens", "unset " + name);
}

Result<void> Run(const Context& context, const RevokeOptions& options) {
  const Result<Secrets> tokens = ReadTokenLines();
  if (!tokens.ok()) return tokens.error();
  Notices notices;
  const Result<SavedTokens> saved = ReadSavedTokens(context, notices);
  PrintWrappedNotices(notices);
  if (!saved.ok()) return saved.error();
  // Also those of the keyring: one of them may be for another Hub than the
  // official one, which must not get it.
  const auto stored =
      AllWithSecrets(context.environment, saved.value().AllTokens(), "revoked");
  if (!stored.ok()) return stored.error();
  std::vector<RevocableToken> revocable;
  for (const SecretString& token : tokens.value()) {
    Result<RevocableToken> made = MakeRevocable(
        context, saved.value(), stored.value(), token, revocable.size() + 1);
    if (!made.ok()) return made.error();
    revocable.push_back(std::move(made).value());
  }
  if (!options.yes && !Confirm("revoke " + std::to_string(revocable.size()) +
                               " token" + (revocable.size() == 1 ? "" : "s") +
                               " at " + HubsIn(revocable) + "?")) {
    return Error{Problem::kRefused, "nothing was revoked"};
  }
  const Result<void> revoked = RevokeAndTell(context.environment, revocable);
  const Result<void> forgotten = ForgetRevoked(
      context.environment, saved.value(), stored.value(), tokens.value());
  WarnOfVariable(context.environment, tokens.value());
  return forgotten.ok() ? revoked : forgotten;
}

}  // namespace

Result<void> Revoke(const Context& context, const Arguments& arguments) {
  RevokeOptions options;
  const Result<bool> parsed = ReadOptions(arguments, options);
  if (!parsed.ok()) return parsed.error();
  if (!parsed.value()) return {};
  Result<void> checked = CheckOptions(context.environment, options);
  if (!checked.ok()) return checked;
  return Run(context, options);
}

}  // namespace hf
