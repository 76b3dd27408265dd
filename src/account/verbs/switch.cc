// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>

#include "src/account/terminal/dates.h"
#include "src/account/terminal/terminal.h"
#include "src/account/tokens/activate.h"
#include "src/account/tokens/saved_tokens.h"
#include "src/account/verbs/command_line.h"
#include "src/account/verbs/switch_owner.h"
#include "src/hub/access_token.h"
#include "src/lookup/token_choice.h"
#include "src/store/locked_store.h"
#include "src/store/owner_rules.h"
#include "src/text/message.h"

namespace hf {
namespace {

std::string LabelOf(const SavedTokens& saved, const StoredToken& token) {
  std::string label = saved.IsActive(token) ? "* " : "  ";
  label += token.name;
  if (token.user) label += " (" + *token.user + ")";
  return label;
}

/// The token that the user chooses from a menu; nothing when the user chooses
/// none.
Result<std::optional<std::string>> AskForName(const Environment& environment,
                                              const SavedTokens& saved) {
  const std::vector<StoredToken> tokens = saved.NamedTokens();
  if (tokens.empty()) return NotLoggedIn();
  if (!IsInteractive(environment)) {
    return Error{Problem::kUsage, "switch: no token is named",
                 "give its NAME; 'git-credential-hf list' shows them"};
  }
  std::vector<std::string> labels;
  labels.reserve(tokens.size());
  for (const StoredToken& token : tokens) {
    labels.push_back(LabelOf(saved, token));
  }
  const auto index = Choose("which token should be active?", labels);
  if (!index) return {std::nullopt};
  return {tokens[*index].name};
}

/// True when there is nothing to write. Then the verb also works with a store
/// that cannot be written.
bool IsDone(const SavedTokens& saved, const StoredToken& token) {
  constexpr unsigned kOthers = 077;
  return saved.IsActive(token) && !token.from_git && !token.rejected_at &&
         (token.IsOutside() || ((saved.active->mode & kOthers) == 0 &&
                                saved.outside.active.empty()));
}

Result<void> SwitchTo(const SavedTokens& saved, const StoredToken& token) {
  if (IsDone(saved, token)) return {};
  Result<LockedStore> store = LockedStore::Acquire(saved.paths);
  if (!store.ok()) return store.error();
  Result<void> adopted = Adopt(store.value(), token);
  if (!adopted.ok()) return adopted;
  return Activate(store.value(), token);
}

void PrintResult(const StoredToken& token, bool was_active) {
  std::string line = "'" + token.name + "'";
  if (token.user) line += " of " + *token.user;
  line +=
      was_active ? " is the active token already" : " is the active token now";
  if (token.endpoint && *token.endpoint != kOfficialEndpoint) {
    line += ", for " + *token.endpoint;
  }
  printf("%s\n", EscapeForTerminal(line).c_str());
  fflush(stdout);  // Before the notices, if stderr goes to the same file.
  if (token.rejected_at) {
    PrintNotice("the Hub rejected this token on " +
                LocalDate(*token.rejected_at));
  }
  if (!token.IsExpired()) return;
  if (token.IsRefreshDue()) {
    PrintNotice("it has expired, and is refreshed when it is used");
  } else {
    PrintError(TokenHasExpired(token.name));
  }
}

struct SwitchOptions {
  std::optional<std::string> name;
  std::optional<std::string> subject;
  bool clear = false;
};

Result<bool> ReadOptions(const Arguments& arguments, SwitchOptions& options) {
  CommandLine line("switch");
  line.AddOption("NAME,--token-name", options.name,
                 "the token to use; without it a menu on a terminal", "NAME");
  line.AddOption("--for", options.subject, "for OWNER or OWNER/REPOSITORY only",
                 "OWNER");
  line.AddFlag("--clear", options.clear, "remove the rule for --for");
  line.Need("--clear", "--for");
  line.Exclude("--clear", "NAME");
  return line.Parse(arguments);
}

/// The token that the arguments name or the user chooses; nothing when the user
/// chooses none.
Result<std::optional<StoredToken>> ChosenToken(const Environment& environment,
                                               const SavedTokens& saved,
                                               const SwitchOptions& options) {
  Result<std::optional<std::string>> name = options.name;
  if (!name.value()) name = AskForName(environment, saved);
  if (!name.ok()) return name.error();
  if (!name.value()) {
    PrintNotice("nothing was changed");
    return {std::nullopt};
  }
  std::optional<StoredToken> token = saved.Find(*name.value());
  if (!token) return NoSuchToken(saved, *name.value());
  if (!token->IsOutside() && !IsToken(token->token)) {
    return Error{Problem::kNoSuchToken,
                 "'" + *name.value() + "' holds no token"};
  }
  return token;
}

}  // namespace

Result<void> Switch(const Context& context, const Arguments& arguments) {
  SwitchOptions options;
  Result<bool> parsed = ReadOptions(arguments, options);
  if (!parsed.ok()) return parsed.error();
  if (!parsed.value()) return {};
  Result<std::string> subject = ParseSubject(options.subject.value_or("any"));
  if (!subject.ok()) return subject.error();
  Notices notices;
  Result<SavedTokens> read = ReadSavedTokens(context, notices);
  PrintNotices(notices);
  if (!read.ok()) return read.error();
  const SavedTokens& saved = read.value();
  if (options.clear) return ClearOwner(context, saved, subject.value());

  Result<std::optional<StoredToken>> token =
      ChosenToken(context.environment, saved, options);
  if (!token.ok()) return token.error();
  if (!token.value()) return {};
  if (options.subject) {
    return SwitchForOwner(context, saved, *token.value(), subject.value());
  }
  Result<void> done = SwitchTo(saved, *token.value());
  if (!done.ok()) return done;
  PrintResult(*token.value(), saved.IsActive(*token.value()));
  AddOverride(context.environment, notices);
  PrintNotices(notices);
  return {};
}

}  // namespace hf
