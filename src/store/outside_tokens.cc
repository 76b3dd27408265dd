// SPDX-License-Identifier: Apache-2.0
#include "src/store/outside_tokens.h"

#include <algorithm>

#include "src/hub/endpoint.h"
#include "src/store/command_file.h"
#include "src/store/owner_rules.h"
#include "src/store/store_paths.h"
#include "src/store/system_file.h"

namespace hf {
namespace {

constexpr std::string_view kActive = "active", kYes = "yes";
constexpr std::string_view kKeyring = "keyring ", kCommand = "command ";

std::string KeyringSection(std::string_view name) {
  return std::string(kKeyring).append(name);
}

bool BeginsWith(const IniSection& section, std::string_view prefix) {
  return std::string_view(section.name).starts_with(prefix);
}

/// Removes all marks but that of the section \a kept. The mark is all that a
/// command's section has.
void ClearMarks(std::vector<IniSection>& sections, std::string_view kept = {}) {
  for (IniSection& section : sections) {
    const bool is_marked = BeginsWith(section, kKeyring);
    if (is_marked && section.name != kept) section.Remove(kActive);
  }
  std::erase_if(sections, [&](const IniSection& section) {
    return BeginsWith(section, kCommand) && section.name != kept;
  });
}

/// Marks \a token, and no other.
void Mark(const StoredToken& token, std::vector<IniSection>& sections) {
  const std::string name =
      std::string(token.command ? kCommand : kKeyring).append(token.name);
  if (token.command) SectionCalled(sections, name);
  ClearMarks(sections, name);
  IniSection* section = FindSection(sections, name);
  if (section) section->Set(kActive, kYes);
}

/// The name of the command that \a section marks as active; nothing when it
/// marks none.
std::optional<std::string> MarkedCommand(const IniSection& section) {
  if (!BeginsWith(section, kCommand) || section.Find(kActive) != kYes) {
    return std::nullopt;
  }
  return std::string(section.name.substr(kCommand.size()));
}

StoredToken KeyringTokenOf(const IniSection& section) {
  StoredToken token = TokenOf(section);
  token.name = token.name.substr(kKeyring.size());
  token.in_keyring = true;
  return token;
}

void SetRecord(const StoredToken& token, IniSection& section) {
  section.options.clear();
  section.Set(kEndpointKey, token.endpoint.value_or(""));
  if (token.user) section.Set(kUserKey, *token.user);
  if (token.expires_at) {
    section.Set(kExpiresAtKey, std::to_string(*token.expires_at));
  }
  if (token.client_id) section.Set(kClientIdKey, *token.client_id);
}

}  // namespace

const StoredToken* OutsideTokens::Find(std::string_view name) const {
  const auto found = std::find_if(
      tokens.begin(), tokens.end(),
      [&](const StoredToken& token) { return token.name == name; });
  return found == tokens.end() ? nullptr : &*found;
}

bool OutsideTokens::HasAnyFor(const Endpoint& hub) const {
  return std::any_of(
      tokens.begin(), tokens.end(),
      [&](const StoredToken& token) { return token.MayGoTo(hub); });
}

bool OutsideTokens::KeyringHasAny() const {
  return std::any_of(tokens.begin(), tokens.end(),
                     [](const StoredToken& token) { return token.in_keyring; });
}

bool OutsideTokens::KeyringHasAnyFor(const Endpoint& hub) const {
  return std::any_of(tokens.begin(), tokens.end(),
                     [&](const StoredToken& token) {
                       return token.in_keyring && token.MayGoTo(hub);
                     });
}

bool OutsideTokens::HasCommandFor(const Endpoint& hub) const {
  return std::any_of(tokens.begin(), tokens.end(),
                     [&](const StoredToken& token) {
                       return token.command && token.MayGoTo(hub);
                     });
}

namespace {

OutsideTokens KeyringTokensIn(const TokenStore& state) {
  OutsideTokens outside;
  std::optional<std::string> marked;
  const auto sections = state.CopySections();
  for (const IniSection& section :
       sections.value_or(std::vector<IniSection>())) {
    if (auto name = MarkedCommand(section)) marked = std::move(name);
    if (!BeginsWith(section, kKeyring)) continue;
    StoredToken token = KeyringTokenOf(section);
    if (section.Find(kActive) == kYes) outside.active = token.name;
    outside.tokens.push_back(std::move(token));
  }
  if (marked) outside.active = *marked;
  return outside;
}

void AddCommands(const std::vector<StoredToken>& commands,
                 OutsideTokens& outside) {
  for (const StoredToken& command : commands) {
    if (!outside.Find(command.name)) outside.tokens.push_back(command);
  }
}

}  // namespace

Result<OutsideTokens> OutsideTokensWith(const TokenStore& state,
                                        const StorePaths& paths) {
  const Result<std::vector<StoredToken>> commands = ReadCommands(paths);
  if (!commands.ok()) return commands.error();
  const Result<SystemFile> system = ReadSystemFile(paths.system);
  if (!system.ok()) return system.error();
  OutsideTokens outside = KeyringTokensIn(state);
  AddCommands(commands.value(), outside);
  AddCommands(system.value().commands, outside);
  outside.default_name = system.value().default_name;
  return outside;
}

Result<OutsideTokens> ReadOutsideTokens(const StorePaths& paths) {
  const Result<TokenStore> state = TokenStore::Read(paths.state);
  if (!state.ok()) return state.error();
  return OutsideTokensWith(state.value(), paths);
}

std::optional<StoredToken> FindToken(const TokenStore& store,
                                     const OutsideTokens& names,
                                     std::string_view name) {
  std::optional<StoredToken> filed = store.Find(name);
  const StoredToken* kept = names.Find(name);
  if (kept && (!filed || filed->from_git || filed->token.empty())) {
    return *kept;
  }
  return filed;
}

std::optional<StoredToken> FindUserToken(const TokenStore& store,
                                         const OutsideTokens& names,
                                         std::string_view name) {
  std::optional<StoredToken> token = FindToken(store, names, name);
  if (token && token->from_git) return std::nullopt;
  return token;
}

Result<void> AddKeyringToken(const LockedStore& store, const StoredToken& token,
                             const std::vector<std::string>& former_names) {
  return store.UpdateState([&](std::vector<IniSection>& sections) {
    const auto before = sections;
    for (const std::string& former : former_names) {
      RenameInRules(sections, former, token.name);
    }
    SetRecord(token, SectionCalled(sections, KeyringSection(token.name)));
    Mark(token, sections);
    return sections != before;
  });
}

Result<void> RemoveKeyringToken(const LockedStore& store,
                                std::string_view name) {
  return store.UpdateState([&](std::vector<IniSection>& sections) {
    return RemoveSection(sections, KeyringSection(name));
  });
}

Result<void> SetActiveOutside(const LockedStore& store,
                              const StoredToken& token) {
  return store.UpdateState([&](std::vector<IniSection>& sections) {
    const auto before = sections;
    Mark(token, sections);
    return sections != before;
  });
}

Result<void> ClearActiveOutside(const LockedStore& store) {
  return store.UpdateState([&](std::vector<IniSection>& sections) {
    const auto before = sections;
    ClearMarks(sections);
    return sections != before;
  });
}

Result<void> UpdateRecord(const LockedStore& store, const StoredToken& token,
                          const std::function<void(IniSection&)>& edit) {
  if (token.command) return {};
  if (!token.in_keyring) return store.UpdateToken(token.token, edit);
  return store.UpdateState([&](std::vector<IniSection>& sections) {
    IniSection* section = FindSection(sections, KeyringSection(token.name));
    if (!section) return false;
    const auto before = section->options;
    edit(*section);
    return section->options != before;
  });
}

}  // namespace hf
