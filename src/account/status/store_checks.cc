// SPDX-License-Identifier: Apache-2.0
#include "src/account/status/store_checks.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/account/tokens/saved_tokens.h"
#include "src/files/secret_file.h"
#include "src/lookup/token_choice.h"
#include "src/store/outside_tokens.h"
#include "src/store/owner_rules.h"
#include "src/store/store_paths.h"
#include "src/system/path.h"
#include "src/system/unique_fd.h"
#include "src/text/shell_word.h"

namespace hf {
namespace {

/// Removes the bits \a loose from the mode of \a path, if this user owns it.
Result<std::string> Tighten(const std::string& path, mode_t loose) {
  const UniqueFd file(
      open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  struct stat facts;
  if (!file.ok() || fstat(file.get(), &facts) != 0) {
    return FileError("read", path, errno);
  }
  if (facts.st_uid != geteuid()) {
    return Error{Problem::kRefused, "'" + path + "' belongs to another user"};
  }
  if (fchmod(file.get(), facts.st_mode & 07777 & ~loose) != 0) {
    return FileError("change the mode of", path, errno);
  }
  return "other users cannot use '" + path + "' any more";
}

void CheckMode(const std::string& path, mode_t loose, Issues& issues) {
  struct stat facts;
  if (stat(path.c_str(), &facts) != 0 || (facts.st_mode & loose) == 0) return;
  // Sticky bit: other users can add files, but not change this user's.
  if (S_ISDIR(facts.st_mode) && (facts.st_mode & S_ISVTX) != 0) return;
  const std::string what = S_ISDIR(facts.st_mode) ? "write in" : "use";
  issues.Add({"loose-mode", "other users can " + what + " '" + path + "'",
              RunFix(), Problem::kRefused,
              Fix{"remove other users' access to '" + path + "'",
                  [path, loose](Notices&) { return Tighten(path, loose); }}});
}

void CheckModes(const StorePaths& paths, Issues& issues) {
  constexpr mode_t kOthers = 077, kOthersWrite = 022;
  for (const std::string& path :
       {paths.token, paths.tokens, paths.state, paths.commands}) {
    CheckMode(path, kOthers, issues);
  }
  CheckMode(DirectoryOf(paths.token), kOthersWrite, issues);
  CheckMode(DirectoryOf(paths.tokens), kOthersWrite, issues);
}

void CheckToken(const StoredToken& token, Issues& issues) {
  if (token.rejected_at) {
    issues.Add("rejected", TokenIsRejected(token.name));
  } else if (!token.IsOutside() && token.IsExpired() && !token.IsRefreshDue()) {
    issues.Add("expired", TokenHasExpired(token.name));
  }
}

void CheckRules(const TokenStore& state, const TokenStore& store,
                const OutsideTokens& names, Issues& issues) {
  for (const OwnerRule& rule : OwnerRulesIn(state)) {
    if (const auto token = FindUserToken(store, names, rule.token)) {
      CheckToken(*token, issues);
      continue;
    }
    const std::string subject = rule.Subject();
    const std::string clear =
        CommandToCopy("git-credential-hf switch --clear --for", {subject});
    issues.Add({"rule-idle", rule.IdleNotice(subject, kNotStored),
                CommandOr(clear, "clear the rule, or name another token")});
  }
}

void CheckActive(const TokenStore& store,
                 const Result<std::optional<ActiveToken>>& active,
                 Issues& issues) {
  if (!active.ok()) return issues.Add("token-file-unreadable", active.error());
  if (!active.value()) return;
  for (const StoredToken& token : store.Mentioning(active.value()->token)) {
    if (token.token == active.value()->token) CheckToken(token, issues);
  }
}

void CheckKeyring(const OutsideTokens& names, const KeyringProgram& keyring,
                  Issues& issues) {
  constexpr std::string_view kNoKeyring = "no-keyring";
  if (!names.KeyringHasAny() || issues.Has(kNoKeyring)) return;
  const Result<void> usable = keyring.Check();
  if (!usable.ok()) issues.Add(kNoKeyring, usable.error());
}

/// Checks the rules and the tokens outside of the store.
void CheckState(const StorePaths& paths, const Result<TokenStore>& store,
                const KeyringProgram& keyring, Issues& issues) {
  const Result<TokenStore> state = TokenStore::Read(paths.state);
  if (!state.ok()) return issues.Add("rules-unreadable", state.error());
  const Result<OutsideTokens> outside = OutsideTokensWith(state.value(), paths);
  if (!outside.ok()) {
    return issues.Add("commands-unreadable", outside.error());
  }
  if (store.ok()) {
    CheckRules(state.value(), store.value(), outside.value(), issues);
  }
  CheckKeyring(outside.value(), keyring, issues);
}

}  // namespace

bool HasRules(const StorePaths& paths) {
  const auto rules = ReadOwnerRules(paths);
  return !rules.ok() || !rules.value().empty();
}

void CheckStore(const StorePaths& paths, const KeyringProgram& keyring,
                Issues& issues) {
  const TokenStore none;
  Result<TokenStore> store = TokenStore::Read(paths.tokens);
  if (!store.ok()) issues.Add("store-unreadable", store.error());
  const TokenStore& tokens = store.ok() ? store.value() : none;
  CheckActive(tokens, ReadActiveToken(paths), issues);
  CheckState(paths, store, keyring, issues);
  CheckModes(paths, issues);
}

void CheckOverrides(const Environment& environment, const StorePaths& paths,
                    Issues& issues) {
  const auto variable = OverridingVariable(environment);
  if (!variable) return;
  const auto active = ReadActiveToken(paths);
  const auto store = TokenStore::Read(paths.tokens);
  const auto names = ReadOutsideTokens(paths);
  const bool has_tokens = (active.ok() && active.value()) ||
                          (store.ok() && store.value().size() > 0) ||
                          (names.ok() && !names.value().tokens.empty());
  if (!has_tokens) return;
  std::string text = *variable + " is set and overrides the saved tokens";
  if (HasRules(paths)) text += " and the rules for owners";
  issues.Add({"overridden", text, Command("unset " + *variable)});
}

}  // namespace hf
