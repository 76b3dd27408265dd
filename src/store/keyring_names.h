// SPDX-License-Identifier: Apache-2.0
// Which tokens the keyring has: their names, and their other data that is not
// secret, as sections `[keyring NAME]` of the state file beside the store. The
// section with `active = yes` is the active one when there is no token file.
// They are not in the store itself: releases of the Python library take a store
// for empty, and overwrite it, when one of its sections has no token
// (hub-contract §18), and they would send a placeholder as if it were a token.

#ifndef HF_SRC_STORE_KEYRING_NAMES_H_
#define HF_SRC_STORE_KEYRING_NAMES_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hf/result.h"
#include "src/hub/endpoint.h"
#include "src/store/locked_store.h"
#include "src/store/store_paths.h"
#include "src/store/token_store.h"

namespace hf {

/// What the state file says about the keyring at one moment.
struct KeyringNames {
  std::vector<StoredToken> tokens;  ///< In file order, without secrets.
  std::string active;               ///< Empty when none of them is active.

  /// Null when no token has that name.
  const StoredToken* Find(std::string_view name) const;
  const StoredToken* Active() const { return Find(active); }

  bool HasAnyFor(const Endpoint& hub) const;
};

/// The names in \a state, the state file.
KeyringNames KeyringNamesIn(const TokenStore& state);

/// Reads the state file; no names when it does not exist. Fails as
/// TokenStore::Read.
Result<KeyringNames> ReadKeyringNames(const StorePaths& paths);

/// The token called \a name, in the store or in the keyring. Prefers one in the
/// store that a user saved; takes one that git stored, or a section without a
/// token, only when the keyring has none. Nothing when there is none.
std::optional<StoredToken> FindToken(const TokenStore& store,
                                     const KeyringNames& names,
                                     std::string_view name);

/// The same, ignoring tokens that git stored. For owner rules: a repository can
/// make git store a token under any name, so a rule must not name such a token.
std::optional<StoredToken> FindUserToken(const TokenStore& store,
                                         const KeyringNames& names,
                                         std::string_view name);

/// Adds \a token to the keyring's tokens and makes it the active one of them.
/// Owner rules that name one of \a former_names then name \a token.
Result<void> AddKeyringName(const LockedStore& store, const StoredToken& token,
                            const std::vector<std::string>& former_names);

/// Removes \a name from the keyring's tokens. Succeeds when it is not one of
/// them.
Result<void> RemoveKeyringName(const LockedStore& store, std::string_view name);

/// Makes \a name the active token of the keyring. When \a name is empty, none
/// of its tokens is active.
Result<void> SetActiveInKeyring(const LockedStore& store,
                                std::string_view name);

/// Applies \a edit to every section of the store that contains \a token; for a
/// token of the keyring, to its section of the state file.
Result<void> UpdateRecord(const LockedStore& store, const StoredToken& token,
                          const std::function<void(IniSection&)>& edit);

}  // namespace hf

#endif  // HF_SRC_STORE_KEYRING_NAMES_H_
