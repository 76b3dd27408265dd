// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>

#include <algorithm>

#include "src/account/command_line.h"
#include "src/account/other_helpers.h"
#include "src/account/saved_tokens.h"
#include "src/account/terminal.h"
#include "src/choice.h"
#include "src/message.h"
#include "src/token_text.h"

namespace hf {
namespace {

struct LogoutOptions {
  std::string name;
  bool has_name = false;
  bool all = false;
  bool yes = false;
};

Copy CopyOf(const StoredToken& token) {
  Copy copy{token.token, {std::string(kDefaultUsername)}, {}};
  copy.endpoint_url = token.endpoint.value_or(std::string(kOfficialEndpoint));
  for (const auto& name :
       {token.user, token.username, std::optional(token.name)}) {
    const bool is_new = name && !name->empty() &&
                        std::find(copy.usernames.begin(), copy.usernames.end(),
                                  *name) == copy.usernames.end();
    if (is_new) copy.usernames.push_back(*name);
  }
  return copy;
}

void AddCopy(const StoredToken& token, std::vector<Copy>& copies) {
  if (IsToken(token.token)) copies.push_back(CopyOf(token));
}

Result<void> ForgetOne(const SavedTokens& saved, const StoredToken& token) {
  Result<void> removed =
      UpdateStore(saved.paths, [&](std::vector<IniSection>& sections) {
        return std::erase_if(sections, [&](const IniSection& section) {
                 return section.name == std::string_view(token.name);
               }) > 0;
      });
  if (!removed.ok() || !saved.IsActive(token)) return removed;
  return ForgetActiveToken(saved.paths, token.token);
}

Result<void> ForgetAll(const SavedTokens& saved) {
  Result<void> removed =
      UpdateStore(saved.paths, [](std::vector<IniSection>& sections) {
        const bool any = !sections.empty();
        sections.clear();
        return any;
      });
  if (!removed.ok()) return removed;
  return ForgetActiveToken(saved.paths, std::nullopt);
}

bool IsSure(std::size_t count) {
  const auto answer =
      Ask("forget all " + std::to_string(count) + " tokens? [y/N] ");
  return answer && (*answer == "y" || *answer == "Y" || *answer == "yes");
}

Result<void> LogoutOne(const Environment& environment, const SavedTokens& saved,
                       const std::string& name) {
  const std::optional<StoredToken> token = saved.store.Find(name);
  if (!token) return NoSuchToken(saved.store, name);
  Result<void> forgotten = ForgetOne(saved, *token);
  if (!forgotten.ok()) return forgotten;
  std::vector<Copy> copies;
  AddCopy(*token, copies);
  RejectCopies(environment, copies);
  printf("forgot the token '%s'\n", Visible(name).c_str());
  if (saved.IsActive(*token)) printf("no token is active now\n");
  return {};
}

Result<void> LogoutAll(const Environment& environment, const SavedTokens& saved,
                       bool yes) {
  const std::size_t count = saved.store.size();
  if (count == 0 && !saved.active) return NotLoggedIn();
  if (count > 1 && !yes && HasPerson() && !IsSure(count)) {
    return Error{Problem::kRefused, "nothing was forgotten"};
  }
  std::vector<Copy> copies;
  for (std::size_t at = 0; at < count; ++at) AddCopy(saved.store[at], copies);
  if (saved.active) {
    StoredToken active;
    active.token = saved.active->token;
    AddCopy(active, copies);
  }
  Result<void> forgotten = ForgetAll(saved);
  if (!forgotten.ok()) return forgotten;
  RejectCopies(environment, copies);
  printf("forgot all tokens\n");
  return {};
}

Result<bool> ReadOptions(const Arguments& arguments, LogoutOptions& options) {
  const auto app = CommandLineOf("logout");
  CLI::Option* name = app->add_option("NAME,--token-name", options.name,
                                      "the token to forget; without it all");
  CLI::Option* all = app->add_flag("--all", options.all, "forget all tokens");
  app->add_flag("--yes", options.yes, "do not ask");
  name->excludes(all);
  Result<bool> parsed = ParseCommandLine(*app, arguments);
  options.has_name = name->count() > 0;
  if (parsed.ok() && options.has_name && options.name.empty()) {
    return Error{Problem::kUsage, "logout: the name is empty",
                 "to forget all tokens, use --all"};
  }
  return parsed;
}

}  // namespace

Result<void> Logout(const Environment& environment,
                    const Arguments& arguments) {
  LogoutOptions options;
  Result<bool> parsed = ReadOptions(arguments, options);
  if (!parsed.ok()) return parsed.error();
  if (!parsed.value()) return {};
  Result<SavedTokens> saved = ReadSavedTokens(environment);
  if (!saved.ok()) return saved.error();
  Result<void> done = options.has_name
                          ? LogoutOne(environment, saved.value(), options.name)
                          : LogoutAll(environment, saved.value(), options.yes);
  if (!done.ok()) return done;
  WarnOfOverride(environment);
  PrintHint(
      "the Hub still knows what was forgotten here; revoke it at "
      "https://huggingface.co/settings/tokens");
  return {};
}

}  // namespace hf
