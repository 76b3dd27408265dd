// SPDX-License-Identifier: Apache-2.0
#include "src/account/login/save_login.h"

#include "src/account/tokens/activate.h"
#include "src/account/tokens/keyring_tokens.h"
#include "src/store/active_token.h"
#include "src/store/command_file.h"
#include "src/store/locked_store.h"
#include "src/store/outside_tokens.h"
#include "src/store/store_paths.h"
#include "src/store/system_file.h"

namespace hf {
namespace {

/// The name of the section, before a number is added because the name is taken.
/// A name that the store cannot contain is replaced by a general one.
std::string FirstName(const NewLogin& login) {
  if (!login.wanted_name.empty()) return login.wanted_name;
  if (!login.identity) return "unverified";
  const Identity& identity = *login.identity;
  if (identity.token_name) {
    if (IsPlainName(*identity.token_name)) return *identity.token_name;
    return IsPlainName(identity.account) ? identity.account : "token";
  }
  const std::string name = "oauth-" + identity.account;
  return IsPlainName(name) ? name : "oauth";
}

/// True when \a old is an earlier login of the same account, or the same token.
/// The Python library records no account, but the names of its OAuth logins
/// contain it.
bool MayReplace(const StoredToken& old, const Endpoint& hub,
                const NewLogin& login) {
  if (old.token == login.tokens.token) return true;
  if (old.from_git || !login.identity || !old.MayGoTo(hub)) return false;
  const std::string& account = login.identity->account;
  if (old.user) return *old.user == account && old.endpoint;
  return old.name == "oauth-" + account && hub.is_official();
}

/// The name under which a login is saved.
struct Place {
  std::string name;
  const StoredToken* replaced;  ///< The replaced token in the keyring, or null.
};

/// The first of NAME, NAME-2… that is free or may be replaced. \a same is the
/// name under which the keyring has the same token.
Place PlaceFor(const Endpoint& hub, const NewLogin& login,
               const OutsideTokens& names,
               const std::optional<std::string>& same,
               std::vector<IniSection>& sections) {
  const std::string base = FirstName(login);
  for (int count = 1;; ++count) {
    const std::string name = NumberedName(base, count);
    const StoredToken* kept = names.Find(name);
    if (kept && kept->in_keyring &&
        (name == same || MayReplace(*kept, hub, login))) {
      return {name, kept};
    }
    const IniSection* section = FindSection(sections, name);
    const bool is_free = !section || MayReplace(TokenOf(*section), hub, login);
    if (!kept && is_free) return {name, nullptr};
  }
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
  section.Set(kTokenKey, login.tokens.token);
  SetOrRemove(section, kRefreshTokenKey, login.tokens.refresh_token);
  SetNumber(section, kExpiresAtKey, login.ExpiresAt());
  SetNumber(section, kLifetimeKey, login.tokens.expires_in);
  section.Set(kEndpointKey, hub.url());
  const bool known = login.identity && IsPlainName(login.identity->account);
  if (known) {
    section.Set(kUserKey, login.identity->account);
  } else {
    section.Remove(kUserKey);
  }
  const bool is_default =
      login.client_id.empty() || login.client_id == kClientId;
  SetOrRemove(section, kClientIdKey,
              is_default ? std::nullopt
                         : std::optional<std::string_view>(login.client_id));
  for (const std::string_view key : {kSourceKey, kUsernameKey, kRejectedAtKey,
                                     kPreviousTokenKey, kRefreshTriedAtKey}) {
    section.Remove(key);
  }
}

/// \a login as a stored token.
StoredToken RecordOf(const Endpoint& hub, const NewLogin& login,
                     const std::string& name) {
  IniSection section;
  section.name = name;
  Fill(section, hub, login);
  return TokenOf(section);
}

/// Writes \a login into \a section. Until the token file is written, the active
/// token may still be the old one of this section. It stays as previous_token
/// until then, so that a section contains it even if the program is killed.
void Replace(IniSection& section, const Endpoint& hub, const NewLogin& login,
             std::string_view active) {
  const bool was_active = !active.empty() && login.tokens.token != active &&
                          (section.Find(kTokenKey) == active ||
                           section.Find(kPreviousTokenKey) == active);
  Fill(section, hub, login);
  if (was_active) section.Set(kPreviousTokenKey, active);
}

/// Removes the previous_token that Replace() has written.
Result<void> RemovePreviousToken(const LockedStore& store,
                                 const std::string& name) {
  return store.Update([&](std::vector<IniSection>& sections) {
    IniSection* section = FindSection(sections, name);
    if (!section || !section->Find(kPreviousTokenKey)) return false;
    section->Remove(kPreviousTokenKey);
    return true;
  });
}

Result<SavedLogin> SaveInFile(const LockedStore& store, const Endpoint& hub,
                              const NewLogin& login,
                              const OutsideTokens& names) {
  // A token file that cannot be read is replaced by this login.
  const auto active = ReadActiveToken(store.paths());
  SecretString old;
  if (active.ok() && active.value()) old = active.value()->token;
  std::string name;
  Result<void> saved = store.Update([&](std::vector<IniSection>& sections) {
    const auto before = sections;
    name = PlaceFor(hub, login, names, std::nullopt, sections).name;
    Replace(SectionCalled(sections, name), hub, login, old);
    return sections != before;
  });
  if (!saved.ok()) return saved.error();
  Result<void> active_now = Activate(store, RecordOf(hub, login, name));
  if (!active_now.ok()) return active_now.error();
  Result<void> done = RemovePreviousToken(store, name);
  if (!done.ok()) return done.error();
  return SavedLogin{name, "file"};
}

Result<SavedLogin> SaveInKeyring(const LockedStore& store, const Endpoint& hub,
                                 const NewLogin& login, const Place& place,
                                 const KeyringProgram& keyring) {
  const StoredToken record = RecordOf(hub, login, place.name);
  Result<void> kept =
      KeepInKeyring(store, keyring, record, [&](const IniSection& section) {
        return section.name == std::string_view(place.name) &&
               MayReplace(TokenOf(section), hub, login);
      });
  if (!kept.ok()) return kept.error();
  // The account is part of an item's name, so the old item was not replaced.
  if (place.replaced && place.replaced->user != record.user) {
    Result<void> removed = keyring.Forget(*place.replaced);
    if (!removed.ok()) return removed.error();
  }
  return SavedLogin{place.name, "keyring"};
}

/// The first of NAME, NAME-2… that no other token has. Replaces only a command
/// of the user.
std::string NameForCommand(const Endpoint& hub, const NewLogin& login,
                           const OutsideTokens& names, const StorePaths& paths,
                           std::vector<IniSection>& sections) {
  const std::string base = FirstName(login);
  for (int count = 1;; ++count) {
    std::string name = NumberedName(base, count);
    const StoredToken* kept = names.Find(name);
    const bool is_own = kept && kept->command && !IsOfSystem(paths, *kept);
    const bool is_free =
        !kept || (is_own && (kept->command->words == login.command->words ||
                             MayReplace(*kept, hub, login)));
    if (is_free && !FindSection(sections, name)) return name;
  }
}

Result<SavedLogin> SaveCommand(const LockedStore& store, const Endpoint& hub,
                               const NewLogin& login, const std::string& name) {
  StoredToken token = RecordOf(hub, login, name);
  token.command = login.command;
  Result<void> saved = AddCommand(store.paths(), token);
  if (!saved.ok()) return saved.error();
  Result<void> active = Activate(store, token);
  if (!active.ok()) return active.error();
  return SavedLogin{name, token.Place()};
}

}  // namespace

Result<SavedLogin> SaveLogin(const StorePaths& paths, const Endpoint& hub,
                             const NewLogin& login,
                             const KeyringProgram& keyring) {
  Result<LockedStore> store = LockedStore::Acquire(paths);
  if (!store.ok()) return store.error();
  const Result<OutsideTokens> names = ReadOutsideTokens(paths);
  if (!names.ok()) return names.error();
  Result<std::optional<std::string>> same = {std::nullopt};
  if (login.wants_keyring) {
    same = NameInKeyring(names.value(), keyring, hub, login.tokens.token);
  }
  if (!same.ok()) return same.error();
  Result<TokenStore> tokens = store.value().Read();
  if (!tokens.ok()) return tokens.error();
  auto sections =
      tokens.value().CopySections().value_or(std::vector<IniSection>());
  if (login.command) {
    return SaveCommand(
        store.value(), hub, login,
        NameForCommand(hub, login, names.value(), paths, sections));
  }
  const Place place =
      PlaceFor(hub, login, names.value(), same.value(), sections);
  if (!login.wants_keyring && !place.replaced) {
    return SaveInFile(store.value(), hub, login, names.value());
  }
  return SaveInKeyring(store.value(), hub, login, place, keyring);
}

Result<void> MoveToKeyring(const StorePaths& paths, const StoredToken& token,
                           const KeyringProgram& keyring) {
  Result<LockedStore> store = LockedStore::Acquire(paths);
  if (!store.ok()) return store.error();
  return KeepInKeyring(store.value(), keyring, token,
                       [](const IniSection&) { return false; });
}

}  // namespace hf
