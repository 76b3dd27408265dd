// SPDX-License-Identifier: Apache-2.0
#include "src/account/login_save.h"

#include "src/active_token.h"
#include "src/locked_store.h"

namespace hf {
namespace {

/// What the section would be called if it were alone. A name that the store
/// cannot hold gives way to one that it can.
std::string FirstName(const NewLogin& login) {
  if (!login.wanted_name.empty()) return login.wanted_name;
  if (!login.identity) return "unverified";
  const Identity& identity = *login.identity;
  if (identity.token_name) {
    if (IsStorableName(*identity.token_name)) return *identity.token_name;
    return IsStorableName(identity.account) ? identity.account : "token";
  }
  const std::string name = "oauth-" + identity.account;
  return IsStorableName(name) ? name : "oauth";
}

/// True when \a section is an earlier login of the same account, or this very
/// token. Python records no account, but puts it into the name of its OAuth
/// logins.
bool MayReplace(const IniSection& section, const Endpoint& hub,
                const NewLogin& login) {
  const StoredToken old = TokenOf(section);
  if (old.token == login.grant.token) return true;
  if (old.from_git || !login.identity || !old.MayGoTo(hub)) return false;
  const std::string& account = login.identity->account;
  if (old.user) return *old.user == account && old.endpoint;
  return old.name == "oauth-" + account && hub.is_official();
}

IniSection& SectionFor(const Endpoint& hub, const NewLogin& login,
                       std::vector<IniSection>& sections) {
  const std::string base = FirstName(login);
  std::string name = base;
  for (int count = 2;; ++count) {
    IniSection* section = FindSection(sections, name);
    if (section && MayReplace(*section, hub, login)) return *section;
    if (!section) break;
    name = base + "-" + std::to_string(count);
  }
  IniSection& added = sections.emplace_back();
  added.name = name;
  return added;
}

void SetOrRemove(IniSection& section, std::string_view key,
                 std::optional<std::string_view> value) {
  if (value) {
    section.Set(key, *value);
  } else {
    section.Remove(key);
  }
}

void SetNumber(IniSection& section, std::string_view key,
               std::optional<std::int64_t> number) {
  if (number) {
    section.Set(key, std::to_string(*number));
  } else {
    section.Remove(key);
  }
}

void Fill(IniSection& section, const Endpoint& hub, const NewLogin& login) {
  section.Set(kTokenKey, login.grant.token);
  SetOrRemove(section, kRefreshTokenKey, login.grant.refresh_token);
  SetNumber(section, kExpiresAtKey, login.ExpiresAt());
  SetNumber(section, kLifetimeKey, login.grant.expires_in);
  section.Set(kEndpointKey, hub.url());
  const bool known = login.identity && IsStorableName(login.identity->account);
  if (known) {
    section.Set(kUserKey, login.identity->account);
  } else {
    section.Remove(kUserKey);
  }
  const bool ours = login.client_id.empty() || login.client_id == kClientId;
  SetOrRemove(
      section, kClientIdKey,
      ours ? std::nullopt : std::optional<std::string_view>(login.client_id));
  for (const std::string_view key : {kSourceKey, kUsernameKey, kRejectedAtKey,
                                     kPreviousTokenKey, kRefreshTriedAtKey}) {
    section.Remove(key);
  }
}

}  // namespace

Result<std::string> SaveLogin(const StorePaths& paths, const Endpoint& hub,
                              const NewLogin& login) {
  Result<LockedStore> store = LockedStore::Acquire(paths);
  if (!store.ok()) return store.error();
  std::string name;
  Result<void> saved =
      store.value().Update([&](std::vector<IniSection>& sections) {
        const std::size_t count = sections.size();
        IniSection& section = SectionFor(hub, login, sections);
        const auto before = section.options;
        Fill(section, hub, login);
        name = section.name;
        return sections.size() > count || section.options != before;
      });
  if (!saved.ok()) return saved.error();
  Result<void> active = WriteActiveToken(store.value(), login.grant.token);
  if (!active.ok()) return active.error();
  return name;
}

}  // namespace hf
