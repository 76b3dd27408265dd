// SPDX-License-Identifier: Apache-2.0
// The Secret Service of the session (gnome-keyring, KWallet, KeePassXC…), by
// libsecret: our items in it, and those of nobody else.

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

/// Who may be asked when something is locked.
enum class Unlocking { kNever, kByDialog };

/// Our items. Every call fails with kUnavailable when the service is missing or
/// does not do what it is asked, or when something is locked and stays so
/// (IsAboutLock). main() sees to it that none takes too long.
class Keyring {
 public:
  /// Connects, by one connection for all that follows.
  static Result<Keyring> Open(const Environment& environment,
                              Unlocking unlocking);

  /// The secret of the item called \a name; nothing when there is none. Fails
  /// with kRefused when two are called so, with kCorrupt as ParseSecret().
  Result<std::optional<KeyringSecret>> Find(const ItemName& name) const;

  /// The name of the item at \a endpoint whose token is or was \a token.
  Result<std::optional<ItemName>> FindToken(const std::string& endpoint,
                                            std::string_view token) const;

  /// Keeps \a secret as \a name, in place of an earlier one, and sees that it
  /// can be read back. kRefused when the name would give the secret away.
  Result<void> Keep(const ItemName& name, const KeyringSecret& secret) const;

  /// False when there was none. Fails with kRefused when two are called so.
  Result<bool> Forget(const ItemName& name) const;

  /// The names of all our items, of locked ones as far as the service tells
  /// them.
  Result<std::vector<ItemName>> Names() const;

  /// What the service calls the default keyring, where new items go, once it is
  /// unlocked.
  Result<std::string> DefaultLabel() const;

 private:
  using Item = ObjectPointer<SecretItem>;
  using Collection = ObjectPointer<SecretCollection>;

  Keyring(ObjectPointer<SecretService> service, Unlocking unlocking)
      : service_(std::move(service)), unlocking_(unlocking) {}

  Result<std::vector<Item>> Search(GHashTable* attributes) const;
  Result<bool> UnlockWhatIsNeeded(const std::vector<Item>& items) const;
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
