// SPDX-License-Identifier: Apache-2.0
// Our items in the Secret Service: how they are told from all others, and what
// everybody can read of them.

#ifndef HF_SRC_KEYRING_ITEM_H_
#define HF_SRC_KEYRING_ITEM_H_

#include <string>

#include "hf/result.h"
#include "src/keyring/glib_pointer.h"
#include "src/keyring/item_secret.h"

namespace hf {

/// What an item is found by. Everybody on the bus can read all three, locked or
/// not, so nothing secret is among them.
struct ItemName {
  std::string endpoint;
  std::string name;
  std::string account;  ///< Empty when it is not known.
};

const SecretSchema& ItemSchema();

/// The attributes of the item called \a name.
TablePointer AttributesOf(const ItemName& name);

/// The attribute that all items of one Hub have.
TablePointer AttributesOfHub(const std::string& endpoint);

/// True when the attributes of \a item are the three of our schema and no
/// others but those that services add for themselves.
bool IsOurs(SecretItem* item);

ItemName NameOf(SecretItem* item);

/// What \a item holds, once it is unlocked and loaded; as ParseSecret().
Result<KeyringSecret> SecretOf(SecretItem* item);

/// What the keyring's own programs show of an item.
std::string LabelOf(const ItemName& name);

/// True when \a name holds a part of \a secret that nobody may read.
bool GivesAway(const ItemName& name, const KeyringSecret& secret);

}  // namespace hf

#endif  // HF_SRC_KEYRING_ITEM_H_
