// SPDX-License-Identifier: Apache-2.0
// The items of git-credential-hf in the Secret Service: how to recognise them,
// and which of their data all programs can read.

#ifndef HF_SRC_KEYRING_ITEM_H_
#define HF_SRC_KEYRING_ITEM_H_

#include <string>

#include "hf/result.h"
#include "src/keyring/glib_pointer.h"
#include "src/keyring/item_secret.h"

namespace hf {

/// The attributes that identify an item. All programs on the bus can read them,
/// even of a locked item, so none of them may be secret.
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

/// True when \a item has exactly the three attributes of ItemSchema(), apart
/// from those that services add.
bool IsOwnItem(SecretItem* item);

ItemName NameOf(SecretItem* item);

/// The secret of \a item, which must be unlocked and loaded. Fails as
/// ParseSecret().
Result<KeyringSecret> SecretOf(SecretItem* item);

/// The label that keyring managers show for an item.
std::string LabelOf(const ItemName& name);

/// True when \a name contains the token or the refresh token of \a secret.
bool ContainsSecret(const ItemName& name, const KeyringSecret& secret);

}  // namespace hf

#endif  // HF_SRC_KEYRING_ITEM_H_
