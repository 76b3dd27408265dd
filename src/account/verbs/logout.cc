// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>

#include <algorithm>

#include "src/account/configure/other_helpers.h"
#include "src/account/configure/proactive.h"
#include "src/account/terminal/terminal.h"
#include "src/account/tokens/forget.h"
#include "src/account/tokens/keyring_tokens.h"
#include "src/account/tokens/saved_tokens.h"
#include "src/account/verbs/command_line.h"
#include "src/hub/access_token.h"
#include "src/hub/endpoint.h"
#include "src/lookup/token_choice.h"
#include "src/text/message.h"

namespace hf {
namespace {

struct LogoutOptions {
  std::string name;
  bool has_name = false;
  bool all = false;
  bool yes = false;
};

/// \a tokens with what the keyring has of them, since copies of it may be
/// elsewhere. What it does not have any more has none.
Result<std::vector<StoredToken>> Loaded(const Environment& environment,
                                        std::vector<StoredToken> tokens) {
  for (StoredToken& token : tokens) {
    Result<StoredToken> loaded = WithSecrets(environment, token);
    if (loaded.ok()) {
      token = std::move(loaded).value();
    } else if (loaded.error().problem != Problem::kNoSuchToken) {
      Error error = loaded.error();
      error.message += "; nothing was forgotten";
      return error;
    }
  }
  return tokens;
}

bool IsSure(std::size_t count) {
  return Confirm("forget all " + std::to_string(count) + " tokens?");
}

/// Where the tokens of \a copies can be revoked, each place once.
std::string SettingsPages(const std::vector<Copy>& copies) {
  std::vector<std::string> pages;
  for (const Copy& copy : copies) {
    const Result<Endpoint> hub = Endpoint::Parse(copy.endpoint_url);
    if (!hub.ok()) continue;
    const std::string page = hub.value().url() + "/settings/tokens";
    if (std::find(pages.begin(), pages.end(), page) == pages.end()) {
      pages.push_back(page);
    }
  }
  return JoinWords(pages);
}

/// In the order in which it can be cut off and asked for again: the copies are
/// found by what says that the tokens are there.
Result<void> Forget(const Forgetting& forgetting,
                    const std::vector<Copy>& copies) {
  Result<void> ended = EndUse(forgetting);
  if (!ended.ok()) return ended;
  RejectCopies(forgetting.environment, copies);
  return RemoveTokens(forgetting);
}

/// Says what is \a done and what is left to do.
void Finish(const Environment& environment, const std::vector<Copy>& copies,
            const std::string& done) {
  printf("%s\n", EscapeForTerminal(done).c_str());
  fflush(stdout);
  EndProactive(environment);
  WarnOfOverride(environment);
  const std::string pages = SettingsPages(copies);
  if (pages.empty()) return;
  PrintHint("the Hub still knows what was forgotten here; revoke it at " +
            pages);
}

bool WasActive(const SavedTokens& saved, const StoredToken& token) {
  return saved.IsActive(token) ||
         (saved.active && token.Matches(saved.active->token));
}

void WarnOfTwins(const SavedTokens& saved, const StoredToken& token) {
  for (const StoredToken& other : saved.store.Mentioning(token.token)) {
    if (other.token != token.token || other.name == token.name) continue;
    PrintNotice("the same token is also stored as '" + other.name + "'");
  }
}

Result<void> LogoutOne(const Environment& environment, const SavedTokens& saved,
                       const std::string& name) {
  const std::optional<StoredToken> token = saved.Find(name);
  if (!token) return NoSuchToken(saved, name);
  auto loaded = Loaded(environment, {*token});
  if (!loaded.ok()) return loaded.error();
  const std::vector<Copy> copies = CopiesOf(loaded.value());
  Result<void> forgotten =
      Forget({environment, saved.paths, std::move(loaded).value()}, copies);
  if (!forgotten.ok()) return forgotten;
  std::string done = "forgot the token '" + name + "'";
  if (WasActive(saved, *token)) done += "; no token is active now";
  Finish(environment, copies, done);
  WarnOfTwins(saved, *token);
  return {};
}

Result<void> LogoutAll(const Environment& environment, const SavedTokens& saved,
                       bool yes) {
  const std::size_t count = saved.AllTokens().size();
  if (count == 0 && !saved.token_file_is_broken) return NotLoggedIn();
  if (count > 1 && !yes && HasPerson(environment) && !IsSure(count)) {
    return Error{Problem::kRefused, "nothing was forgotten"};
  }
  auto loaded = Loaded(environment, saved.AllTokens());
  if (!loaded.ok()) return loaded.error();
  const std::vector<Copy> copies = CopiesOf(loaded.value());
  Result<void> forgotten = Forget(
      {environment, saved.paths, std::move(loaded).value(), true}, copies);
  if (!forgotten.ok()) return forgotten;
  Finish(environment, copies, "forgot all tokens");
  return {};
}

/// A script that forgets an argument must not log everybody out.
Result<void> CheckWish(const Environment& environment,
                       const LogoutOptions& options) {
  const bool is_clear = options.has_name || options.all || options.yes;
  if (is_clear || HasPerson(environment)) return {};
  return Error{Problem::kUsage, "logout: which token?",
               "give its NAME, or --all to forget all tokens"};
}

Result<bool> ReadOptions(const Arguments& arguments, LogoutOptions& options) {
  CommandLine line("logout");
  line.AddOption("NAME,--token-name", options.name,
                 "the token to forget; without it, on a terminal, all", "NAME");
  line.AddFlag("--all", options.all, "forget all tokens");
  line.AddFlag("--yes", options.yes, "do not ask; without NAME, all tokens");
  line.Exclude("NAME", "--all");
  Result<bool> parsed = line.Parse(arguments);
  options.has_name = line.Has("NAME");
  if (parsed.ok() && options.has_name && options.name.empty()) {
    return Error{Problem::kUsage, "logout: the name is empty",
                 "to forget all tokens, use --all"};
  }
  return parsed;
}

}  // namespace

Result<void> Logout(const Context& context, const Arguments& arguments) {
  LogoutOptions options;
  Result<bool> parsed = ReadOptions(arguments, options);
  if (!parsed.ok()) return parsed.error();
  if (!parsed.value()) return {};
  Result<void> wish = CheckWish(context.environment, options);
  if (!wish.ok()) return wish;
  Result<SavedTokens> saved = ReadSavedTokens(context);
  if (!saved.ok()) return saved.error();
  return options.has_name
             ? LogoutOne(context.environment, saved.value(), options.name)
             : LogoutAll(context.environment, saved.value(), options.yes);
}

}  // namespace hf
