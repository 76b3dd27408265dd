// SPDX-License-Identifier: Apache-2.0
#include "src/store/keyring_names.h"

#include <algorithm>

#include "src/hub/endpoint.h"
#include "src/store/owner_rules.h"
#include "src/store/store_paths.h"

namespace hf {
namespace {

constexpr std::string_view kActive = "active", kYes = "yes";
constexpr std::string_view kPrefix = "keyring ";

std::string SectionName(std::string_view name) {
  return std::string(kPrefix).append(name);
}

bool IsKeyringSection(const IniSection& section) {
  return std::string_view(section.name).starts_with(kPrefix);
}

/// Marks the token called \a name, and no other.
void Activate(std::vector<IniSection>& sections, std::string_view name) {
  const std::string wanted = SectionName(name);
  for (IniSection& section : sections) {
    if (!IsKeyringSection(section)) continue;
    if (section.name == std::string_view(wanted)) {
      section.Set(kActive, kYes);
    } else {
      section.Remove(kActive);
    }
  }
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

const StoredToken* KeyringNames::Find(std::string_view name) const {
  const auto found = std::find_if(
      tokens.begin(), tokens.end(),
      [&](const StoredToken& token) { return token.name == name; });
  return found == tokens.end() ? nullptr : &*found;
}

bool KeyringNames::HasAnyFor(const Endpoint& hub) const {
  return std::any_of(
      tokens.begin(), tokens.end(),
      [&](const StoredToken& token) { return token.MayGoTo(hub); });
}

KeyringNames KeyringNamesIn(const TokenStore& state) {
  KeyringNames names;
  const auto sections = state.CopySections();
  if (!sections) return names;
  for (const IniSection& section : *sections) {
    if (!IsKeyringSection(section)) continue;
    StoredToken token = TokenOf(section);
    token.name = token.name.substr(kPrefix.size());
    token.in_keyring = true;
    if (section.Find(kActive) == kYes) names.active = token.name;
    names.tokens.push_back(std::move(token));
  }
  return names;
}

Result<KeyringNames> ReadKeyringNames(const StorePaths& paths) {
  const Result<TokenStore> state = TokenStore::Read(paths.state);
  if (!state.ok()) return state.error();
  return KeyringNamesIn(state.value());
}

std::optional<StoredToken> FindToken(const TokenStore& store,
                                     const KeyringNames& names,
                                     std::string_view name) {
  std::optional<StoredToken> filed = store.Find(name);
  const StoredToken* kept = names.Find(name);
  if (kept && (!filed || filed->from_git || filed->token.empty())) {
    return *kept;
  }
  return filed;
}

std::optional<StoredToken> FindUserToken(const TokenStore& store,
                                         const KeyringNames& names,
                                         std::string_view name) {
  std::optional<StoredToken> token = FindToken(store, names, name);
  if (token && token->from_git) return std::nullopt;
  return token;
}

Result<void> AddKeyringName(const LockedStore& store, const StoredToken& token,
                            const std::vector<std::string>& former_names) {
  return store.UpdateState([&](std::vector<IniSection>& sections) {
    const auto before = sections;
    for (const std::string& former : former_names) {
      RenameInRules(sections, former, token.name);
    }
    SetRecord(token, SectionCalled(sections, SectionName(token.name)));
    Activate(sections, token.name);
    return sections != before;
  });
}

Result<void> RemoveKeyringName(const LockedStore& store,
                               std::string_view name) {
  return store.UpdateState([&](std::vector<IniSection>& sections) {
    return RemoveSection(sections, SectionName(name));
  });
}

Result<void> SetActiveInKeyring(const LockedStore& store,
                                std::string_view name) {
  return store.UpdateState([&](std::vector<IniSection>& sections) {
    const auto before = sections;
    Activate(sections, name);
    return sections != before;
  });
}

Result<void> UpdateRecord(const LockedStore& store, const StoredToken& token,
                          const std::function<void(IniSection&)>& edit) {
  if (!token.in_keyring) return store.UpdateToken(token.token, edit);
  return store.UpdateState([&](std::vector<IniSection>& sections) {
    IniSection* section = FindSection(sections, SectionName(token.name));
    if (!section) return false;
    const auto before = section->options;
    edit(*section);
    return section->options != before;
  });
}

}  // namespace hf
