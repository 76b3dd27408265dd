// SPDX-License-Identifier: Apache-2.0
#include "src/account/tokens/forget.h"

#include <algorithm>

#include "src/account/command/command_token.h"
#include "src/account/tokens/activate.h"
#include "src/account/tokens/keyring_tokens.h"
#include "src/account/tokens/renewal.h"
#include "src/files/secret_file.h"
#include "src/store/active_token.h"
#include "src/store/command_file.h"
#include "src/store/locked_store.h"
#include "src/store/outside_tokens.h"
#include "src/store/system_file.h"
#include "src/text/message.h"

namespace hf {
namespace {

/// True when \a section contains \a token, and not another token that was saved
/// under its name since.
bool IsSectionOf(const IniSection& section, const StoredToken& token) {
  return !token.IsOutside() && section.name == std::string_view(token.name) &&
         TokenOf(section).Matches(token.token);
}

bool IsSectionOfAny(const IniSection& section,
                    const std::vector<StoredToken>& tokens) {
  return std::any_of(
      tokens.begin(), tokens.end(),
      [&](const StoredToken& token) { return IsSectionOf(section, token); });
}

Result<void> RemoveSections(const LockedStore& store,
                            const std::vector<StoredToken>& tokens) {
  return store.Update([&](std::vector<IniSection>& sections) {
    std::vector<StoredToken> removed;
    for (const IniSection& section : sections) {
      if (IsSectionOfAny(section, tokens)) removed.push_back(TokenOf(section));
    }
    std::erase_if(sections, [&](const IniSection& section) {
      return IsSectionOfAny(section, tokens);
    });
    for (const StoredToken& token : removed) PassOnRecord(token, sections);
    return !removed.empty();
  });
}

/// Removes the secret before the name: if the program is killed in between, the
/// next logout finds the name.
Result<void> RemoveFromKeyring(const Environment& environment,
                               const LockedStore& store,
                               const StoredToken& token) {
  Result<void> forgotten = KeyringFor(environment).Forget(token);
  if (!forgotten.ok()) return forgotten;
  return RemoveKeyringToken(store, token.name);
}

Result<void> ForgetCommands(const Forgetting& forgetting) {
  for (const StoredToken& token : forgetting.tokens) {
    if (!token.command || IsOfSystem(forgetting.paths, token)) continue;
    Result<void> removed = ForgetAnswers(forgetting.environment, token);
    if (removed.ok()) removed = RemoveCommand(forgetting.paths, token.name);
    if (!removed.ok()) return removed;
  }
  return {};
}

Error NotRemoved(const std::vector<std::string>& names, const Error& why) {
  return {why.problem,
          "the keyring did not forget " + JoinWords(names) + ": " +
              why.message + "; the rest is done, and none of them is active",
          "run the same command again when the keyring answers"};
}

/// Removes a dangling token file, of an interrupted run or a disk that is not
/// mounted.
Result<void> RemoveLinkToNothing(const LockedStore& store) {
  if (!IsLinkToNothing(store.paths().token)) return {};
  return ForgetActiveToken(store, std::nullopt);
}

Result<void> EndUseOfAll(const LockedStore& store) {
  // Otherwise such a token would become active without the token file.
  Result<void> cleared = ClearActiveOutside(store);
  if (!cleared.ok()) return cleared;
  return ForgetActiveToken(store, std::nullopt);
}

/// Ignores a token file without a token, which makes no token active.
Result<void> EndUseOfEach(const LockedStore& store,
                          const std::vector<StoredToken>& tokens) {
  Result<void> ended = RemoveLinkToNothing(store);
  if (!ended.ok()) return ended;
  const auto active = ReadActiveToken(store.paths());
  if (!active.ok() && active.error().problem == Problem::kRefused) {
    return active.error();
  }
  for (const StoredToken& token : tokens) {
    if (!token.IsOutside() && !active.ok()) continue;
    ended = Deactivate(store, token);
    if (!ended.ok()) return ended;
  }
  return {};
}

/// The names of the user's tokens that are not forgotten.
std::vector<std::string> NamesThatStay(const Forgetting& forgetting,
                                       const std::vector<IniSection>& sections,
                                       const OutsideTokens& outside) {
  std::vector<std::string> names;
  for (const IniSection& section : sections) {
    const StoredToken token = TokenOf(section);
    if (token.from_git || token.token.empty()) continue;
    if (!IsSectionOfAny(section, forgetting.tokens))
      names.push_back(token.name);
  }
  for (const StoredToken& kept : outside.tokens) {
    const auto is_kept = [&](const StoredToken& token) {
      return token.IsOutside() && token.name == kept.name;
    };
    if (std::none_of(forgetting.tokens.begin(), forgetting.tokens.end(),
                     is_kept)) {
      names.push_back(kept.name);
    }
  }
  return names;
}

/// Removes the rules that no token would serve any more.
Result<std::vector<OwnerRule>> RemoveRulesOf(const Forgetting& forgetting,
                                             const LockedStore& store) {
  const Result<TokenStore> tokens = store.Read();
  if (!tokens.ok()) return tokens.error();
  const Result<OutsideTokens> outside = ReadOutsideTokens(store.paths());
  if (!outside.ok()) return outside.error();
  const auto sections = tokens.value().CopySections();
  const std::vector<std::string> stay =
      NamesThatStay(forgetting, sections.value_or(std::vector<IniSection>()),
                    outside.value());
  const auto is_unwanted = [&](const OwnerRule& rule) {
    const auto names_it = [&](const StoredToken& token) {
      return token.name == rule.token;
    };
    return std::find(stay.begin(), stay.end(), rule.token) == stay.end() &&
           (forgetting.all || std::any_of(forgetting.tokens.begin(),
                                          forgetting.tokens.end(), names_it));
  };
  std::vector<OwnerRule> removed;
  Result<void> done = store.UpdateState([&](std::vector<IniSection>& state) {
    const std::vector<OwnerRule> now = RemoveRules(state, is_unwanted);
    removed.insert(removed.end(), now.begin(), now.end());
    return !now.empty();
  });
  if (!done.ok()) return done.error();
  return removed;
}

}  // namespace

Result<std::vector<OwnerRule>> EndUse(const Forgetting& forgetting) {
  Result<LockedStore> store = LockedStore::Acquire(forgetting.paths);
  if (!store.ok()) return store.error();
  const std::vector<StoredToken>& tokens = forgetting.tokens;
  Result<void> ended = forgetting.all ? EndUseOfAll(store.value())
                                      : EndUseOfEach(store.value(), tokens);
  if (!ended.ok()) return ended.error();
  auto rules = RemoveRulesOf(forgetting, store.value());
  if (!rules.ok()) return rules;
  const auto is_unwanted = [&](const StoredToken& renewed) {
    return forgetting.all || std::any_of(tokens.begin(), tokens.end(),
                                         [&](const StoredToken& token) {
                                           return renewed.Matches(token.token);
                                         });
  };
  ended = DropRenewals(forgetting.environment, forgetting.paths, is_unwanted);
  if (!ended.ok()) return ended.error();
  return rules;
}

Result<void> RemoveTokens(const Forgetting& forgetting) {
  Result<LockedStore> store = LockedStore::Acquire(forgetting.paths);
  if (!store.ok()) return store.error();
  Result<void> removed = RemoveSections(store.value(), forgetting.tokens);
  if (removed.ok()) removed = ForgetCommands(forgetting);
  if (!removed.ok()) return removed;
  std::vector<std::string> left;
  std::optional<Error> failure;
  for (const StoredToken& token : forgetting.tokens) {
    if (!token.in_keyring) continue;
    if (!failure) {
      removed = RemoveFromKeyring(forgetting.environment, store.value(), token);
      if (removed.ok()) continue;
      failure = removed.error();
    }
    left.push_back("'" + token.name + "'");
  }
  if (failure) return NotRemoved(left, *failure);
  return {};
}

}  // namespace hf
