// SPDX-License-Identifier: Apache-2.0
#include "src/keyring/keyring.h"

#include "src/keyring/deadline.h"
#include "src/keyring/error.h"
#include "src/keyring/session_bus.h"

namespace hf {

Result<Keyring> Keyring::Open(const Environment& environment,
                              Unlocking unlocking) {
  Result<void> bus = ConnectToSessionBus(environment);
  if (!bus.ok()) return bus.error();
  GError* error = nullptr;
  ObjectPointer<SecretService> service(
      secret_service_get_sync(SECRET_SERVICE_NONE, nullptr, &error));
  if (!service) return ErrorFrom(error);
  return Keyring(std::move(service), unlocking);
}

/// All items of the service with \a attributes, with their secrets unless they
/// are locked.
Result<std::vector<Keyring::Item>> Keyring::Search(
    GHashTable* attributes) const {
  GError* error = nullptr;
  const ListPointer found(secret_service_search_sync(
      service_.get(), &ItemSchema(), attributes,
      static_cast<SecretSearchFlags>(SECRET_SEARCH_ALL |
                                     SECRET_SEARCH_LOAD_SECRETS),
      nullptr, &error));
  if (error) return ErrorFrom(error);
  std::vector<Item> items;
  for (const GList* at = found.get(); at; at = at->next) {
    items.emplace_back(SECRET_ITEM(at->data));
  }
  return items;
}

/// Unlocks what is locked and needed to read \a items. True when something was
/// locked. Without items it unlocks the default keyring: gnome-keyring finds no
/// items by their schema in a keyring that has not been unlocked since the
/// service started.
Result<bool> Keyring::UnlockNeeded(const std::vector<Item>& items) const {
  bool was_locked = false;
  for (const Item& item : items) {
    if (!secret_item_get_locked(item.get())) continue;
    Result<void> unlocked = Unlock(G_DBUS_PROXY(item.get()));
    if (!unlocked.ok()) return unlocked.error();
    was_locked = true;
  }
  if (!items.empty()) return was_locked;
  const Result<Collection> collection = FindDefaultCollection();
  if (!collection.ok()) return collection.error();
  SecretCollection* keyring = collection.value().get();
  if (!keyring || !secret_collection_get_locked(keyring)) return false;
  Result<void> unlocked = Unlock(G_DBUS_PROXY(keyring));
  if (!unlocked.ok()) return unlocked.error();
  return true;
}

/// The items of git-credential-hf with \a attributes, unlocked.
Result<std::vector<Keyring::Item>> Keyring::SearchUnlocked(
    GHashTable* attributes) const {
  Result<std::vector<Item>> items = Search(attributes);
  if (!items.ok()) return items;
  const Result<bool> was_locked = UnlockNeeded(items.value());
  if (!was_locked.ok()) return was_locked.error();
  if (was_locked.value()) items = Search(attributes);
  if (!items.ok()) return items;
  std::erase_if(items.value(),
                [](const Item& item) { return !IsOwnItem(item.get()); });
  return items;
}

/// The item called \a name, or null. Fails with kRefused when two items have
/// that name.
Result<Keyring::Item> Keyring::FindItem(const ItemName& name) const {
  const TablePointer attributes = AttributesOf(name);
  Result<std::vector<Item>> items = SearchUnlocked(attributes.get());
  if (!items.ok()) return items.error();
  if (items.value().empty()) return Item();
  if (items.value().size() > 1) {
    return Error{Problem::kRefused,
                 "the keyring has two tokens '" + name.name + "' for " +
                     name.endpoint + "; neither is used",
                 "remove one of them with the keyring's own program, such as "
                 "Seahorse"};
  }
  return std::move(items.value()[0]);
}

Result<void> Keyring::Unlock(GDBusProxy* object) const {
  if (unlocking_ == Unlocking::kNever) return Locked();
  GList only = {object, nullptr, nullptr};
  GError* error = nullptr;
  SetDialogDeadline();
  const int count = secret_service_unlock_sync(service_.get(), &only, nullptr,
                                               nullptr, &error);
  SetServiceDeadline();
  if (error) return ErrorFrom(error);
  if (count < 1) return Locked();
  return {};
}

Result<std::optional<KeyringSecret>> Keyring::Find(const ItemName& name) const {
  const Result<Item> item = FindItem(name);
  if (!item.ok()) return item.error();
  if (!item.value()) return {std::nullopt};
  Result<KeyringSecret> secret = SecretOf(item.value().get());
  if (!secret.ok()) return secret.error();
  return {std::move(secret).value()};
}

Result<std::optional<ItemName>> Keyring::FindToken(
    const std::string& endpoint, std::string_view token) const {
  const TablePointer attributes = AttributesOfHub(endpoint);
  const Result<std::vector<Item>> items = SearchUnlocked(attributes.get());
  if (!items.ok()) return items.error();
  for (const Item& item : items.value()) {
    const Result<KeyringSecret> secret = SecretOf(item.get());
    if (!secret.ok() && secret.error().problem == Problem::kCorrupt) continue;
    if (!secret.ok()) return secret.error();
    if (secret.value().Matches(token)) return {NameOf(item.get())};
  }
  return {std::nullopt};
}

/// The default keyring; null when there is none.
Result<Keyring::Collection> Keyring::FindDefaultCollection() const {
  GError* error = nullptr;
  Collection collection(secret_collection_for_alias_sync(
      service_.get(), SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE,
      nullptr, &error));
  if (error) return ErrorFrom(error);
  return collection;
}

/// The default keyring, unlocked. Fails with kUnavailable when there is none.
Result<Keyring::Collection> Keyring::DefaultCollection() const {
  Result<Collection> collection = FindDefaultCollection();
  if (!collection.ok()) return collection;
  if (!collection.value()) {
    return Unavailable(
        "the keyring service has no default keyring to keep a token in",
        "make one with Seahorse, or on a server with 'gnome-keyring-daemon "
        "--unlock'");
  }
  if (secret_collection_get_locked(collection.value().get())) {
    Result<void> unlocked = Unlock(G_DBUS_PROXY(collection.value().get()));
    if (!unlocked.ok()) return unlocked.error();
  }
  return collection;
}

/// Does not let libsecret replace an item: some services take an item with more
/// attributes for the same one, and would overwrite another program's item.
Result<void> Keyring::Create(const ItemName& name, SecretValue* value) const {
  const Result<Collection> collection = DefaultCollection();
  if (!collection.ok()) return collection.error();
  const TablePointer attributes = AttributesOf(name);
  GError* error = nullptr;
  const Item item(secret_item_create_sync(
      collection.value().get(), &ItemSchema(), attributes.get(),
      LabelOf(name).c_str(), value, SECRET_ITEM_CREATE_NONE, nullptr, &error));
  if (error) return ErrorFrom(error);
  return {};
}

Result<void> Keyring::Keep(const ItemName& name,
                           const KeyringSecret& secret) const {
  if (ContainsSecret(name, secret)) {
    return Error{
        Problem::kRefused,
        "the name contains the token, and every program can read names "
        "in a keyring",
        "choose another with --name"};
  }
  const Result<Item> item = FindItem(name);
  if (!item.ok()) return item.error();
  const SecretString text = TextOf(secret);
  const ValuePointer value(secret_value_new(
      text.data(), static_cast<gssize>(text.size()), "text/plain"));
  if (!item.value()) {
    Result<void> created = Create(name, value.get());
    if (!created.ok()) return created;
  } else {
    GError* error = nullptr;
    secret_item_set_secret_sync(item.value().get(), value.get(), nullptr,
                                &error);
    if (error) return ErrorFrom(error);
  }
  const Result<std::optional<KeyringSecret>> kept = Find(name);
  if (!kept.ok()) return kept.error();
  if (kept.value() == secret) return {};
  return Unavailable("the keyring did not keep the token as it was given");
}

Result<bool> Keyring::Forget(const ItemName& name) const {
  const Result<Item> item = FindItem(name);
  if (!item.ok()) return item.error();
  if (!item.value()) return false;
  GError* error = nullptr;
  secret_item_delete_sync(item.value().get(), nullptr, &error);
  if (error) return ErrorFrom(error);
  return true;
}

Result<std::vector<ItemName>> Keyring::Names() const {
  const TablePointer all(
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free));
  const Result<std::vector<Item>> items = Search(all.get());
  if (!items.ok()) return items.error();
  std::vector<ItemName> names;
  for (const Item& item : items.value()) {
    if (IsOwnItem(item.get())) names.push_back(NameOf(item.get()));
  }
  return names;
}

Result<std::string> Keyring::DefaultLabel() const {
  const Result<Collection> collection = DefaultCollection();
  if (!collection.ok()) return collection.error();
  const TextPointer label(
      secret_collection_get_label(collection.value().get()));
  return std::string(label ? label.get() : "");
}

}  // namespace hf
