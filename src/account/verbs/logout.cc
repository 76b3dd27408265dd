// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>

#include <algorithm>

#include "src/account/configure/other_helpers.h"
#include "src/account/configure/proactive.h"
#include "src/account/status/credential_files.h"
#include "src/account/terminal/page.h"
#include "src/account/terminal/paragraph.h"
#include "src/account/terminal/terminal.h"
#include "src/account/tokens/forget.h"
#include "src/account/tokens/keyring_tokens.h"
#include "src/account/tokens/saved_tokens.h"
#include "src/account/verbs/command_line.h"
#include "src/account/verbs/revoke_tokens.h"
#include "src/hub/access_token.h"
#include "src/hub/endpoint.h"
#include "src/lookup/token_choice.h"
#include "src/store/system_file.h"
#include "src/text/message.h"

namespace hf {
namespace {

struct LogoutOptions {
  std::string name;
  bool has_name = false;
  bool all = false;
  bool revoke = false;
  bool yes = false;
};

bool ConfirmAll(std::size_t count) {
  return Confirm("forget all " + std::to_string(count) + " tokens?");
}

/// The pages on which the user can revoke \a copies, each once.
std::string SettingsPages(const std::vector<TokenCopy>& copies) {
  std::vector<std::string> pages;
  for (const TokenCopy& copy : copies) {
    const Result<Endpoint> hub = Endpoint::Parse(copy.endpoint_url);
    if (!hub.ok()) continue;
    const std::string page = hub.value().url() + "/settings/tokens";
    if (std::find(pages.begin(), pages.end(), page) == pages.end()) {
      pages.push_back(page);
    }
  }
  return JoinWords(pages);
}

void PrintLine(const Environment& environment, const std::string& text) {
  Page(environment).Print(Style::kPlain, text);
  fflush(stdout);
}

void PrintRules(const Environment& environment,
                const std::vector<OwnerRule>& rules) {
  if (rules.empty()) return;
  std::vector<std::string> subjects;
  subjects.reserve(rules.size());
  for (const OwnerRule& rule : rules) {
    subjects.push_back("'" + Shortened(rule.Subject()) + "'");
  }
  PrintLine(environment, (rules.size() == 1 ? "removed the rule for "
                                            : "removed the rules for ") +
                             JoinWords(subjects));
}

/// Removes the stored tokens last: after an interruption the next logout finds
/// them again, and with them their copies.
Result<void> Forget(const Forgetting& forgetting,
                    const std::vector<TokenCopy>& copies) {
  const auto rules = EndUse(forgetting);
  if (!rules.ok()) return rules.error();
  PrintRules(forgetting.environment, rules.value());
  Notices notices;
  RejectTokenCopies(forgetting.environment, copies, notices);
  PrintWrappedNotices(notices);
  return RemoveTokens(forgetting);
}

/// Says which copies of the tokens no helper has removed.
void WarnOfCopies(const Environment& environment,
                  const std::vector<TokenCopy>& copies) {
  for (const std::string& file : CredentialFilesWith(environment, copies)) {
    PrintWrappedNotice(
        "a copy is left in '" + file + "'; remove its line there", "");
  }
}

/// Prints \a done and what the user must still do.
void Finish(const Environment& environment,
            const std::vector<TokenCopy>& copies, const std::string& done,
            const LogoutOptions& options) {
  PrintLine(environment, done);
  RemovedProactive proactive = RemoveUnusedProactive(environment);
  if (!proactive.urls.empty()) {
    PrintLine(environment, "removed proactiveAuth for " +
                               JoinWords(proactive.urls) + " from '" +
                               proactive.path + "'");
  }
  AddOverride(environment, proactive.notices);
  PrintWrappedNotices(proactive.notices);
  WarnOfCopies(environment, copies);
  const std::string pages = SettingsPages(copies);
  if (pages.empty() || options.revoke) return;
  PrintWrappedNotice(
      "the token is still valid on the Hub; revoke it at " + pages, "");
}

bool WasActive(const SavedTokens& saved, const StoredToken& token) {
  return saved.IsActive(token) ||
         (saved.active && token.Matches(saved.active->token));
}

void WarnIfSavedTwice(const SavedTokens& saved, const StoredToken& token) {
  for (const StoredToken& other : saved.store.Mentioning(token.token)) {
    if (other.token != token.token || other.name == token.name) continue;
    PrintWrappedNotice("the same token is also stored as '" + other.name + "'",
                       "");
  }
}

/// Of two tokens with one name, one is in the store.
std::string PlaceOfOther(const SavedTokens& saved, const StoredToken& token) {
  if (token.IsOutside()) return "the store";
  const StoredToken* other = saved.outside.Find(token.name);
  return other && other->command ? "a command" : "the keyring";
}

void WarnIfNamedTwice(const SavedTokens& saved, const StoredToken& token) {
  const auto tokens = saved.NamedTokens();
  const auto has_the_name = [&](const StoredToken& other) {
    return other.name == token.name && other.Place() != token.Place();
  };
  if (std::none_of(tokens.begin(), tokens.end(), has_the_name)) return;
  PrintWrappedNotice(PlaceOfOther(saved, token) +
                         " has another token called '" + token.name +
                         "', which stays",
                     "");
}

/// With --revoke, RevokeStored(); else nothing.
Result<std::optional<Error>> RevokeIfWanted(
    const Context& context, const SavedTokens& saved,
    const LogoutOptions& options, const std::vector<StoredToken>& tokens) {
  if (!options.revoke) return {std::nullopt};
  return RevokeStored(context, saved, tokens, options.yes);
}

Result<void> LogoutOne(const Context& context, const SavedTokens& saved,
                       const LogoutOptions& options) {
  const Environment& environment = context.environment;
  const std::optional<StoredToken> token = saved.Find(options.name);
  if (!token) return NoSuchToken(saved, options.name);
  if (IsOfSystem(saved.paths, *token)) {
    return Error{Problem::kRefused,
                 "'" + options.name + "' is a command in '" +
                     saved.paths.system + "', which only root can change",
                 "use another token with 'git-credential-hf switch'"};
  }
  // Copies in other helpers are found by their secrets.
  auto loaded = AllWithSecrets(environment, {*token}, "forgotten");
  if (!loaded.ok()) return loaded.error();
  const auto revoked = RevokeIfWanted(context, saved, options, loaded.value());
  if (!revoked.ok()) return revoked.error();
  const std::vector<TokenCopy> copies = TokenCopiesOf(loaded.value());
  Result<void> forgotten =
      Forget({environment, saved.paths, std::move(loaded).value()}, copies);
  if (!forgotten.ok()) return forgotten;
  std::string done = "forgot the token '" + options.name + "'";
  if (WasActive(saved, *token)) done += "; no token is active now";
  Finish(environment, copies, done, options);
  WarnIfSavedTwice(saved, *token);
  WarnIfNamedTwice(saved, *token);
  if (revoked.value()) return *revoked.value();
  return {};
}

Result<void> LogoutAll(const Context& context, const SavedTokens& saved,
                       const LogoutOptions& options) {
  const Environment& environment = context.environment;
  const std::size_t count = saved.AllTokens().size();
  if (count == 0 && !saved.token_file_is_broken) return NotLoggedIn();
  if (count > 1 && !options.yes && !options.revoke &&
      IsInteractive(environment) && !ConfirmAll(count)) {
    return Error{Problem::kRefused, "nothing was forgotten"};
  }
  auto loaded = AllWithSecrets(environment, saved.AllTokens(), "forgotten");
  if (!loaded.ok()) return loaded.error();
  const auto revoked = RevokeIfWanted(context, saved, options, loaded.value());
  if (!revoked.ok()) return revoked.error();
  const std::vector<TokenCopy> copies = TokenCopiesOf(loaded.value());
  Result<void> forgotten = Forget(
      {environment, saved.paths, std::move(loaded).value(), true}, copies);
  if (!forgotten.ok()) return forgotten;
  Finish(environment, copies, "forgot all tokens", options);
  if (revoked.value()) return *revoked.value();
  return {};
}

/// Without a terminal, no argument does not mean all tokens: a script may have
/// an empty variable.
Result<void> CheckOptions(const Environment& environment,
                          const LogoutOptions& options) {
  if (IsInteractive(environment)) return {};
  if (options.revoke && !options.yes) {
    return Error{Problem::kUsage, "logout: there is no terminal to ask on",
                 "to revoke without a question, add --yes"};
  }
  if (options.has_name || options.all || options.yes) return {};
  return Error{Problem::kUsage, "logout: no token is named",
               "give its NAME, or --all to forget all tokens"};
}

Result<bool> ReadOptions(const Arguments& arguments, LogoutOptions& options) {
  CommandLine line("logout");
  line.AddOption("NAME,--token-name", options.name,
                 "the token to forget; without it, on a terminal, all", "NAME");
  line.AddFlag("--all", options.all, "forget all tokens");
  line.AddFlag("--revoke", options.revoke,
               "revoke it on the Hub first, so that no copy works");
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
  Result<void> checked = CheckOptions(context.environment, options);
  if (!checked.ok()) return checked;
  Notices notices;
  Result<SavedTokens> saved = ReadSavedTokens(context, notices);
  PrintNotices(notices);
  if (!saved.ok()) return saved.error();
  return options.has_name ? LogoutOne(context, saved.value(), options)
                          : LogoutAll(context, saved.value(), options);
}

}  // namespace hf
