// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>

#include <algorithm>

#include "src/account/activate.h"
#include "src/account/command_line.h"
#include "src/account/other_helpers.h"
#include "src/account/our_keyring.h"
#include "src/account/proactive.h"
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

/// First of the keyring: if it cannot be asked, nothing is forgotten.
Result<void> ForgetInKeyring(const Environment& environment,
                             const LockedStore& store,
                             const StoredToken& token) {
  Result<void> forgotten = OurKeyring(environment).Forget(token);
  if (!forgotten.ok()) return forgotten;
  return RemoveKeyringName(store, token.name);
}

Result<void> ForgetOne(const Environment& environment, const SavedTokens& saved,
                       const StoredToken& token) {
  Result<LockedStore> store = LockedStore::Acquire(saved.paths);
  if (!store.ok()) return store.error();
  if (token.in_keyring) {
    return ForgetInKeyring(environment, store.value(), token);
  }
  Result<void> removed =
      store.value().Update([&](std::vector<IniSection>& sections) {
        return RemoveSection(sections, token.name);
      });
  if (!removed.ok() || !saved.IsActive(token)) return removed;
  return Deactivate(store.value(), token);
}

Result<void> ForgetAll(const Environment& environment,
                       const SavedTokens& saved) {
  Result<LockedStore> store = LockedStore::Acquire(saved.paths);
  if (!store.ok()) return store.error();
  for (const StoredToken& token : saved.keyring.tokens) {
    Result<void> gone = ForgetInKeyring(environment, store.value(), token);
    if (!gone.ok()) return gone;
  }
  Result<void> removed =
      store.value().Update([](std::vector<IniSection>& sections) {
        const bool any = !sections.empty();
        sections.clear();
        return any;
      });
  if (!removed.ok()) return removed;
  return ForgetActiveToken(store.value(), std::nullopt);
}

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
  return Joined(pages);
}

/// Takes the other helpers' copies away and says what is left to do. \a done
/// is printed first: the helpers may take their time, or Ctrl-C end it.
void Finish(const Environment& environment, const std::vector<Copy>& copies,
            const std::string& done) {
  printf("%s\n", Visible(done).c_str());
  fflush(stdout);
  RejectCopies(environment, copies);
  EndProactive(environment);
  WarnOfOverride(environment);
  const std::string pages = SettingsPages(copies);
  if (pages.empty()) return;
  PrintHint("the Hub still knows what was forgotten here; revoke it at " +
            pages);
}

Result<void> LogoutOne(const Environment& environment, const SavedTokens& saved,
                       const std::string& name) {
  const std::optional<StoredToken> token = saved.Find(name);
  if (!token) return NoSuchToken(saved, name);
  const auto loaded = Loaded(environment, {*token});
  if (!loaded.ok()) return loaded.error();
  Result<void> forgotten = ForgetOne(environment, saved, *token);
  if (!forgotten.ok()) return forgotten;
  std::string done = "forgot the token '" + name + "'";
  if (saved.IsActive(*token)) done += "; no token is active now";
  Finish(environment, CopiesOf(loaded.value()), done);
  return {};
}

Result<void> LogoutAll(const Environment& environment, const SavedTokens& saved,
                       bool yes) {
  const std::size_t count = saved.AllTokens().size();
  if (count == 0 && !saved.token_file_is_broken) return NotLoggedIn();
  if (count > 1 && !yes && HasPerson(environment) && !IsSure(count)) {
    return Error{Problem::kRefused, "nothing was forgotten"};
  }
  const auto tokens = Loaded(environment, saved.AllTokens());
  if (!tokens.ok()) return tokens.error();
  Result<void> forgotten = ForgetAll(environment, saved);
  if (!forgotten.ok()) return forgotten;
  Finish(environment, CopiesOf(tokens.value()), "forgot all tokens");
  return {};
}

Result<bool> ReadOptions(const Arguments& arguments, LogoutOptions& options) {
  const auto app = CommandLineOf("logout");
  CLI::Option* name = app->add_option("NAME,--token-name", options.name,
                                      "the token to forget; without it all")
                          ->type_name("NAME");
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
  return options.has_name ? LogoutOne(environment, saved.value(), options.name)
                          : LogoutAll(environment, saved.value(), options.yes);
}

}  // namespace hf
