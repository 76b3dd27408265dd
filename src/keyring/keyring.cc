// SPDX-License-Identifier: Apache-2.0
#include "src/keyring/keyring.h"

#include <string.h>
#include <sys/stat.h>

#include "src/keyring/deadline.h"
#include "src/store_path.h"

namespace hf {
namespace {

constexpr char kSchemaName[] = "co.huggingface.GitCredentialHf.Token";
constexpr char kEndpoint[] = "endpoint", kName[] = "name",
               kAccount[] = "account";
constexpr std::string_view kUnlockHint =
    "unlock it, at your desktop for instance by 'git-credential-hf whoami', "
    "and try again";

const SecretSchema& Schema() {
  static const SecretSchema schema = {
      kSchemaName,
      SECRET_SCHEMA_NONE,
      {{kEndpoint, SECRET_SCHEMA_ATTRIBUTE_STRING},
       {kName, SECRET_SCHEMA_ATTRIBUTE_STRING},
       {kAccount, SECRET_SCHEMA_ATTRIBUTE_STRING},
       {nullptr, SECRET_SCHEMA_ATTRIBUTE_STRING}},
      0,
      nullptr,
      nullptr,
      nullptr,
      nullptr,
      nullptr,
      nullptr,
      nullptr};
  return schema;
}

Error Unavailable(std::string message, std::string hint = {}) {
  return {Problem::kUnavailable, std::move(message), std::move(hint)};
}

Error Locked() {
  return Unavailable("the keyring is locked", std::string(kUnlockHint));
}

Error NoService() {
  return Unavailable(
      "no keyring service is running",
      "start one, such as gnome-keyring, or keep tokens in a file: "
      "'git-credential-hf login'");
}

/// What GLib's \a error means for a person. Takes it.
Error Explain(GError* taken) {
  const ErrorPointer error(taken);
  if (!error) return Unavailable("the keyring service did not say what failed");
  if (g_error_matches(taken, SECRET_ERROR, SECRET_ERROR_IS_LOCKED)) {
    return Locked();
  }
  for (const int code :
       {G_DBUS_ERROR_SERVICE_UNKNOWN, G_DBUS_ERROR_NAME_HAS_NO_OWNER,
        G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND, G_DBUS_ERROR_SPAWN_EXEC_FAILED,
        G_DBUS_ERROR_SPAWN_CHILD_EXITED}) {
    if (g_error_matches(taken, G_DBUS_ERROR, code)) return NoService();
  }
  const bool gone =
      g_error_matches(taken, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY) ||
      g_error_matches(taken, G_DBUS_ERROR, G_DBUS_ERROR_DISCONNECTED) ||
      g_error_matches(taken, G_IO_ERROR, G_IO_ERROR_CLOSED);
  if (gone) {
    return Unavailable("the keyring service has gone while it was asked",
                       "start it again, and try again");
  }
  g_dbus_error_strip_remote_error(taken);
  constexpr std::size_t kLongest = 200;
  return Unavailable("the keyring service said: " +
                     std::string(error->message).substr(0, kLongest));
}

/// GLib would start a bus of its own where there is none, and ask X11 for one.
Result<void> FindBus(const Environment& environment) {
  if (environment.Has("DBUS_SESSION_BUS_ADDRESS")) return {};
  if (const auto runtime = environment.Find("XDG_RUNTIME_DIR")) {
    struct stat facts;
    const std::string bus = JoinPath(*runtime, "bus");
    if (stat(bus.c_str(), &facts) == 0 && S_ISSOCK(facts.st_mode)) return {};
  }
  return Unavailable(
      "there is no session bus (D-Bus), so no keyring can be asked",
      "log in at a desktop or use dbus-run-session, or keep tokens in a file: "
      "'git-credential-hf login'");
}

TablePointer AttributesOf(const ItemName& name) {
  return TablePointer(secret_attributes_build(
      &Schema(), kEndpoint, name.endpoint.c_str(), kName, name.name.c_str(),
      kAccount, name.account.c_str(), nullptr));
}

const char* Attribute(GHashTable* attributes, const char* key) {
  const void* value = g_hash_table_lookup(attributes, key);
  return value ? static_cast<const char*>(value) : "";
}

/// True when the attributes of \a item are the three of our schema and no
/// others. What a service adds for itself begins with "xdg:".
bool IsOurs(const ObjectPointer<SecretItem>& item) {
  const TablePointer attributes(secret_item_get_attributes(item.get()));
  if (!attributes ||
      strcmp(Attribute(attributes.get(), "xdg:schema"), kSchemaName) != 0) {
    return false;
  }
  GHashTableIter at;
  g_hash_table_iter_init(&at, attributes.get());
  void* key = nullptr;
  unsigned ours = 0;
  while (g_hash_table_iter_next(&at, &key, nullptr)) {
    const std::string_view name = static_cast<const char*>(key);
    if (name.starts_with("xdg:")) continue;
    if (name != kEndpoint && name != kName && name != kAccount) return false;
    ++ours;
  }
  return ours == 3;
}

ItemName NameOf(SecretItem* item) {
  const TablePointer attributes(secret_item_get_attributes(item));
  return {Attribute(attributes.get(), kEndpoint),
          Attribute(attributes.get(), kName),
          Attribute(attributes.get(), kAccount)};
}

Result<KeyringSecret> SecretOf(SecretItem* item) {
  const ValuePointer value(secret_item_get_secret(item));
  if (!value) return Unavailable("the keyring gave no secret");
  gsize size = 0;
  const char* text = secret_value_get(value.get(), &size);
  return ParseSecret(SecretString(text, size));
}

/// What the keyring's own programs show of an item.
std::string LabelOf(const ItemName& name) {
  std::string label = "Hugging Face token '" + name.name + "'";
  if (!name.account.empty()) label += " of " + name.account;
  return label + " (" + name.endpoint + ")";
}

bool GivesAway(const ItemName& name, const KeyringSecret& secret) {
  for (const std::string* text : {&name.endpoint, &name.name, &name.account}) {
    if (text->find(std::string_view(secret.token)) != text->npos) return true;
    if (secret.refresh_token &&
        text->find(std::string_view(*secret.refresh_token)) != text->npos) {
      return true;
    }
  }
  return false;
}

/// GLib would talk to the terminal of what it takes for our mistakes.
GLogWriterOutput SayNothing(GLogLevelFlags, const GLogField*, gsize, gpointer) {
  return G_LOG_WRITER_HANDLED;
}

}  // namespace

bool IsAboutLock(const Error& error) { return error.hint == kUnlockHint; }

Result<Keyring> Keyring::Open(const Environment& environment,
                              Unlocking unlocking) {
  g_log_set_writer_func(SayNothing, nullptr, nullptr);
  Result<void> bus = FindBus(environment);
  if (!bus.ok()) return bus.error();
  GError* error = nullptr;
  const ObjectPointer<GDBusConnection> connection(
      g_bus_get_sync(G_BUS_TYPE_SESSION, nullptr, &error));
  if (!connection) {
    Error failure = Explain(error);
    failure.message = "the session bus (D-Bus) cannot be reached";
    failure.hint = "see whether DBUS_SESSION_BUS_ADDRESS is right";
    return failure;
  }
  // Else GLib ends us, without a word, when the bus goes.
  g_dbus_connection_set_exit_on_close(connection.get(), FALSE);
  ObjectPointer<SecretService> service(
      secret_service_get_sync(SECRET_SERVICE_NONE, nullptr, &error));
  if (!service) return Explain(error);
  return Keyring(std::move(service), unlocking);
}

/// The service's items that have \a attributes, with their secrets unless they
/// are locked.
Result<std::vector<Keyring::Item>> Keyring::Search(
    GHashTable* attributes) const {
  GError* error = nullptr;
  const ListPointer found(secret_service_search_sync(
      service_.get(), &Schema(), attributes,
      static_cast<SecretSearchFlags>(SECRET_SEARCH_ALL |
                                     SECRET_SEARCH_LOAD_SECRETS),
      nullptr, &error));
  if (error) return Explain(error);
  std::vector<Item> items;
  for (const GList* at = found.get(); at; at = at->next) {
    items.emplace_back(SECRET_ITEM(at->data));
  }
  return items;
}

/// Unlocks what keeps us from reading \a items. True when there was something.
/// Gnome-keyring finds nothing by a schema in a keyring that has not been
/// unlocked since it was started, so "none" may mean "locked".
Result<bool> Keyring::UnlockWhatIsNeeded(const std::vector<Item>& items) const {
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

/// Those that are exactly ours, and can be read.
Result<std::vector<Keyring::Item>> Keyring::SearchUnlocked(
    GHashTable* attributes) const {
  Result<std::vector<Item>> items = Search(attributes);
  if (!items.ok()) return items;
  const Result<bool> was_locked = UnlockWhatIsNeeded(items.value());
  if (!was_locked.ok()) return was_locked.error();
  if (was_locked.value()) items = Search(attributes);
  if (!items.ok()) return items;
  std::erase_if(items.value(), [](const Item& item) { return !IsOurs(item); });
  return items;
}

/// The item of that name, or null. Of two nobody could say which is meant.
Result<Keyring::Item> Keyring::FindItem(const ItemName& name) const {
  const TablePointer attributes = AttributesOf(name);
  Result<std::vector<Item>> items = SearchUnlocked(attributes.get());
  if (!items.ok()) return items.error();
  if (items.value().empty()) return Item();
  if (items.value().size() > 1) {
    return Error{Problem::kRefused,
                 "the keyring has two tokens '" + name.name + "' for " +
                     name.endpoint + ", and cannot tell which is meant",
                 "remove one of them with the keyring's own program, such as "
                 "Seahorse"};
  }
  return std::move(items.value()[0]);
}

Result<void> Keyring::Unlock(GDBusProxy* object) const {
  if (unlocking_ == Unlocking::kNever) return Locked();
  GList only = {object, nullptr, nullptr};
  GError* error = nullptr;
  GivePersonTime();
  const int count = secret_service_unlock_sync(service_.get(), &only, nullptr,
                                               nullptr, &error);
  GiveServiceTime();
  if (error) return Explain(error);
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
  const TablePointer attributes(
      secret_attributes_build(&Schema(), kEndpoint, endpoint.c_str(), nullptr));
  const Result<std::vector<Item>> items = SearchUnlocked(attributes.get());
  if (!items.ok()) return items.error();
  for (const Item& item : items.value()) {
    const Result<KeyringSecret> secret = SecretOf(item.get());
    if (!secret.ok() && secret.error().problem == Problem::kCorrupt) continue;
    if (!secret.ok()) return secret.error();
    if (secret.value().IsOrWas(token)) return {NameOf(item.get())};
  }
  return {std::nullopt};
}

/// Null when there is none.
Result<Keyring::Collection> Keyring::FindDefaultCollection() const {
  GError* error = nullptr;
  Collection collection(secret_collection_for_alias_sync(
      service_.get(), SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE,
      nullptr, &error));
  if (error) return Explain(error);
  return collection;
}

/// Unlocked.
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

/// Without libsecret's way to replace: a service that takes items for the same
/// which have more attributes would overwrite another program's.
Result<void> Keyring::Create(const ItemName& name, SecretValue* value) const {
  const Result<Collection> collection = DefaultCollection();
  if (!collection.ok()) return collection.error();
  const TablePointer attributes = AttributesOf(name);
  GError* error = nullptr;
  const Item item(secret_item_create_sync(
      collection.value().get(), &Schema(), attributes.get(),
      LabelOf(name).c_str(), value, SECRET_ITEM_CREATE_NONE, nullptr, &error));
  if (error) return Explain(error);
  return {};
}

Result<void> Keyring::Keep(const ItemName& name,
                           const KeyringSecret& secret) const {
  if (GivesAway(name, secret)) {
    return Error{Problem::kRefused,
                 "the token is a part of its own name, which everybody can "
                 "read in a keyring",
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
    if (error) return Explain(error);
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
  if (error) return Explain(error);
  return true;
}

Result<std::vector<ItemName>> Keyring::Names() const {
  const TablePointer all(
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free));
  const Result<std::vector<Item>> items = Search(all.get());
  if (!items.ok()) return items.error();
  std::vector<ItemName> names;
  for (const Item& item : items.value()) {
    if (IsOurs(item)) names.push_back(NameOf(item.get()));
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
