// SPDX-License-Identifier: Apache-2.0
#include "src/store/owner_rules.h"

#include <algorithm>

#include "src/hub/repository.h"
#include "src/store/locked_store.h"
#include "src/store/store_paths.h"
#include "src/store/system_file.h"
#include "src/text/ascii.h"

namespace hf {
namespace {

constexpr std::string_view kTokenName = "token";

std::string ScopeOf(const Endpoint& hub, std::string_view subject) {
  return hub.url() + "/" + FoldAscii(subject);
}

/// The Hub's names: letters, digits, `-`, `_` and `.`.
bool IsName(std::string_view name) {
  constexpr std::string_view kBytes =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
  return !name.empty() && name.find_first_not_of(kBytes) == name.npos;
}

std::optional<OwnerRule> RuleIn(const IniSection& section) {
  const auto token = section.Find(kTokenName);
  if (!token) return std::nullopt;
  return OwnerRule{std::string(section.name), std::string(*token)};
}

const OwnerRule* FindScope(const std::vector<OwnerRule>& rules,
                           const std::string& scope) {
  const auto found =
      std::find_if(rules.begin(), rules.end(),
                   [&](const OwnerRule& rule) { return rule.scope == scope; });
  return found == rules.end() ? nullptr : &*found;
}

}  // namespace

std::string OwnerRule::Subject() const {
  return SubjectAt(Endpoint::Official()).value_or(scope);
}

std::string OwnerRule::IdleNotice(std::string_view subject,
                                  std::string_view state) const {
  std::string text = "the rule for '";
  return text.append(subject) + "' names the token '" + token + "', which is " +
         std::string(state);
}

std::optional<std::string> OwnerRule::SubjectAt(const Endpoint& hub) const {
  const std::string prefix = hub.url() + "/";
  if (!scope.starts_with(prefix)) return std::nullopt;
  return scope.substr(prefix.size());
}

Result<std::string> ParseSubject(std::string_view subject) {
  const Repository repository = ParseRepository(subject);
  const bool named = !repository.name.empty();
  if (!IsName(repository.owner) || (named && !IsName(repository.name))) {
    return Error{Problem::kUsage, "this names no owner and no repository",
                 "give OWNER or OWNER/REPOSITORY, such as acme/model"};
  }
  std::string text = FoldAscii(repository.owner);
  if (named) text += "/" + FoldAscii(repository.name);
  return text;
}

std::vector<OwnerRule> OwnerRulesIn(const TokenStore& state) {
  const auto sections = state.CopySections();
  std::vector<OwnerRule> rules;
  if (!sections) return rules;
  for (const IniSection& section : *sections) {
    if (auto rule = RuleIn(section)) rules.push_back(std::move(*rule));
  }
  return rules;
}

Result<std::vector<OwnerRule>> ReadOwnerRules(const StorePaths& paths) {
  const Result<TokenStore> state = TokenStore::Read(paths.state);
  if (!state.ok()) return state.error();
  const Result<SystemFile> system = ReadSystemFile(paths.system);
  if (!system.ok()) return system.error();
  std::vector<OwnerRule> rules = OwnerRulesIn(state.value());
  for (const OwnerRule& rule : system.value().rules) {
    if (!FindScope(rules, rule.scope)) rules.push_back(rule);
  }
  return rules;
}

const OwnerRule* FindOwnerRule(const std::vector<OwnerRule>& rules,
                               const Endpoint& hub, std::string_view path) {
  const Repository repository = ParseRepository(hub.PathBelow(path));
  if (repository.owner.empty()) return nullptr;
  const std::string owner = ScopeOf(hub, repository.owner);
  if (!repository.name.empty()) {
    const std::string whole = owner + "/" + FoldAscii(repository.name);
    if (const OwnerRule* rule = FindScope(rules, whole)) return rule;
  }
  return FindScope(rules, owner);
}

Result<void> SetOwnerRule(const StorePaths& paths, const Endpoint& hub,
                          const std::string& subject,
                          const std::string& token_name) {
  Result<LockedStore> store = LockedStore::Acquire(paths);
  if (!store.ok()) return store.error();
  const std::string scope = ScopeOf(hub, subject);
  return store.value().UpdateState([&](std::vector<IniSection>& sections) {
    IniSection& section = SectionCalled(sections, scope);
    if (section.Find(kTokenName) == token_name) return false;
    section.Set(kTokenName, token_name);
    return true;
  });
}

void RenameInRules(std::vector<IniSection>& sections, std::string_view former,
                   std::string_view name) {
  for (IniSection& section : sections) {
    if (section.Find(kTokenName) == former) section.Set(kTokenName, name);
  }
}

std::vector<OwnerRule> RemoveRules(
    std::vector<IniSection>& sections,
    const std::function<bool(const OwnerRule&)>& is_unwanted) {
  std::vector<OwnerRule> removed;
  std::erase_if(sections, [&](const IniSection& section) {
    const auto rule = RuleIn(section);
    if (!rule || !is_unwanted(*rule)) return false;
    removed.push_back(*rule);
    return true;
  });
  return removed;
}

Result<bool> ClearOwnerRule(const StorePaths& paths, const Endpoint& hub,
                            const std::string& subject) {
  Result<LockedStore> store = LockedStore::Acquire(paths);
  if (!store.ok()) return store.error();
  const std::string scope = ScopeOf(hub, subject);
  bool cleared = false;
  Result<void> done =
      store.value().UpdateState([&](std::vector<IniSection>& sections) {
        const bool any = RemoveSection(sections, scope);
        cleared = cleared || any;
        return any;
      });
  if (!done.ok()) return done.error();
  return cleared;
}

}  // namespace hf
