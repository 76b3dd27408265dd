// SPDX-License-Identifier: Apache-2.0
// The Secret Service of the session (gnome-keyring, KWallet, KeePassXC…)
// through libsecret. Only the items of git-credential-hf in it are read or
// changed.

#ifndef HF_SRC_KEYRING_KEYRING_H_
#define HF_SRC_KEYRING_KEYRING_H_

#include <optional>
#include <string>
#include <vector>

#include "hf/result.h"
#include "src/keyring/glib_pointer.h"
#include "src/keyring/item.h"
#include "src/keyring/item_secret.h"
#include "src/system/environment.h"

namespace hf {

/// Whether the service may open a dialog when something is locked.
enum class Unlocking { kNever, kByDialog };

/// The items of git-credential-hf. Every call fails with kUnavailable when the
/// service is missing or fails, or when something stays locked (IsAboutLock).
/// main() sets the time limit.
class Keyring {
 public:
  /// Connects to the service. All calls use this connection.
  static Result<Keyring> Open(const Environment& environment,
                              Unlocking unlocking);

  /// The secret of the item called \a name; nothing when there is no such item.
  /// Fails with kRefused when two items have that name, with kCorrupt as
  /// ParseSecret().
  Result<std::optional<KeyringSecret>> Find(const ItemName& name) const;

  /// The name of the item at \a endpoint whose token is \a token, or was it
  /// before a refresh. Nothing when there is no such item.
  Result<std::optional<ItemName>> FindToken(const std::string& endpoint,
                                            std::string_view token) const;

  /// Saves \a secret as the item \a name, in place of an earlier one, and reads
  /// it back. Fails with kRefused when \a name contains the secret.
  Result<void> Keep(const ItemName& name, const KeyringSecret& secret) const;

  /// Removes the item \a name. False when there was none. Fails with kRefused
  /// when two items have that name.
  Result<bool> Forget(const ItemName& name) const;

  /// The names of all items of git-credential-hf. Some services do not list
  /// locked items.
  Result<std::vector<ItemName>> Names() const;

  /// The label of the default keyring, which new items go to. Unlocks it first.
  Result<std::string> DefaultLabel() const;

 private:
  using Item = ObjectPointer<SecretItem>;
  using Collection = ObjectPointer<SecretCollection>;

  Keyring(ObjectPointer<SecretService> service, Unlocking unlocking)
      : service_(std::move(service)), unlocking_(unlocking) {}

  Result<std::vector<Item>> Search(GHashTable* attributes) const;
  Result<bool> UnlockNeeded(const std::vector<Item>& items) const;
  Result<std::vector<Item>> SearchUnlocked(GHashTable* attributes) const;
  Result<Item> FindItem(const ItemName& name) const;
  Result<Collection> FindDefaultCollection() const;
  Result<Collection> DefaultCollection() const;
  Result<void> Create(const ItemName& name, SecretValue* value) const;
  Result<void> Unlock(GDBusProxy* object) const;

  ObjectPointer<SecretService> service_;
  Unlocking unlocking_;
};

}  // namespace hf

#endif  // HF_SRC_KEYRING_KEYRING_H_
