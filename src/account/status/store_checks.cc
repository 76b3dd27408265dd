// SPDX-License-Identifier: Apache-2.0
#include "src/account/status/store_checks.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/account/tokens/saved_tokens.h"
#include "src/files/secret_file.h"
#include "src/lookup/token_choice.h"
#include "src/store/keyring_names.h"
#include "src/store/owner_rules.h"
#include "src/system/path.h"
#include "src/system/unique_fd.h"
#include "src/text/shell_word.h"

namespace hf {
namespace {

/// Takes the bits \a loose off the mode of \a path, which is ours.
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

void CheckMode(const std::string& path, mode_t loose, Traps& traps) {
  struct stat facts;
  if (stat(path.c_str(), &facts) != 0 || (facts.st_mode & loose) == 0) return;
  // Sticky: others can add files and not touch ours.
  if (S_ISDIR(facts.st_mode) && (facts.st_mode & S_ISVTX) != 0) return;
  const std::string what = S_ISDIR(facts.st_mode) ? "write in" : "use";
  const std::string command = CommandToCopy(
      S_ISDIR(facts.st_mode) ? "chmod go-w" : "chmod 600", {path});
  traps.Add({"loose-mode", "other users can " + what + " '" + path + "'",
             "git-credential-hf status --fix" +
                 (command.empty() ? "" : ", or " + command),
             Problem::kRefused,
             Mend{"keep other users from '" + path + "'",
                  [path, loose] { return Tighten(path, loose); }}});
}

void CheckModes(const StorePaths& paths, Traps& traps) {
  constexpr mode_t kOthers = 077, kOthersWrite = 022;
  for (const std::string& path : {paths.token, paths.tokens, paths.ours}) {
    CheckMode(path, kOthers, traps);
  }
  CheckMode(DirectoryOf(paths.token), kOthersWrite, traps);
  CheckMode(DirectoryOf(paths.tokens), kOthersWrite, traps);
}

void CheckToken(const StoredToken& token, Traps& traps) {
  if (token.rejected_at) {
    traps.Add("rejected", TokenIsRejected(token.name));
  } else if (!token.in_keyring && token.IsExpired() && !token.IsRefreshDue()) {
    traps.Add("expired", TokenHasExpired(token.name));
  }
}

void CheckRules(const TokenStore& ours, const TokenStore& store, Traps& traps) {
  const KeyringNames names = KeyringNamesIn(ours);
  for (const OwnerRule& rule : OwnerRulesIn(ours)) {
    if (const auto token = FindUserToken(store, names, rule.token)) {
      CheckToken(*token, traps);
      continue;
    }
    const std::string subject = rule.Subject();
    const std::string clear =
        CommandToCopy("git-credential-hf switch --clear --for", {subject});
    traps.Add({"rule-idle", rule.IdleNotice(subject, kGone),
               (clear.empty() ? "clear the rule" : clear) +
                   ", or name another token"});
  }
}

void CheckActive(const TokenStore& store,
                 const Result<std::optional<ActiveToken>>& active,
                 Traps& traps) {
  if (!active.ok()) return traps.Add("token-file-unreadable", active.error());
  if (!active.value()) return;
  for (const StoredToken& token : store.Mentioning(active.value()->token)) {
    if (token.token == active.value()->token) CheckToken(token, traps);
  }
}

void CheckKeyring(const TokenStore& ours, const KeyringProgram& keyring,
                  Traps& traps) {
  constexpr std::string_view kNoKeyring = "no-keyring";
  if (KeyringNamesIn(ours).tokens.empty() || traps.Has(kNoKeyring)) return;
  const Result<void> usable = keyring.Check();
  if (!usable.ok()) traps.Add(kNoKeyring, usable.error());
}

}  // namespace

bool HasRules(const StorePaths& paths) {
  const auto rules = ReadOwnerRules(paths);
  return !rules.ok() || !rules.value().empty();
}

void FindStoreTraps(const StorePaths& paths, const KeyringProgram& keyring,
                    Traps& traps) {
  const TokenStore none;
  Result<TokenStore> store = TokenStore::Read(paths.tokens);
  if (!store.ok()) traps.Add("store-unreadable", store.error());
  const TokenStore& tokens = store.ok() ? store.value() : none;
  CheckActive(tokens, ReadActiveToken(paths), traps);
  const Result<TokenStore> ours = TokenStore::Read(paths.ours);
  if (!ours.ok()) {
    traps.Add("rules-unreadable", ours.error());
  } else {
    if (store.ok()) CheckRules(ours.value(), tokens, traps);
    CheckKeyring(ours.value(), keyring, traps);
  }
  CheckModes(paths, traps);
}

void FindOverrideTraps(const Environment& environment, const StorePaths& paths,
                       Traps& traps) {
  const auto variable = OverridingVariable(environment);
  if (!variable) return;
  const auto active = ReadActiveToken(paths);
  const auto store = TokenStore::Read(paths.tokens);
  const auto names = ReadKeyringNames(paths);
  const bool has_tokens = (active.ok() && active.value()) ||
                          (store.ok() && store.value().size() > 0) ||
                          (names.ok() && !names.value().tokens.empty());
  if (!has_tokens) return;
  std::string text = *variable + " is set and overrides the saved tokens";
  if (HasRules(paths)) text += " and the rules for owners";
  traps.Add({"overridden", text, "unset " + *variable});
}

}  // namespace hf
