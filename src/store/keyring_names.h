// SPDX-License-Identifier: Apache-2.0
// Which tokens the keyring keeps: their names, and what is no secret of them,
// as sections `[keyring NAME]` of our own file beside the store; `active = yes`
// in the one that is active when there is no token file. Not in the store
// itself: releases of the Python library take a store with a section without a
// token for an empty one and overwrite it (hub-contract §18), and a made-up
// token would be sent as if it were one.

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

/// What our own file says of the keyring at one moment.
struct KeyringNames {
  std::vector<StoredToken> tokens;  ///< In file order, without their secrets.
  std::string active;               ///< Empty when it is none of these.

  /// Null when there is none of that name.
  const StoredToken* Find(std::string_view name) const;
  const StoredToken* Active() const { return Find(active); }

  bool HasAnyFor(const Endpoint& hub) const;
};

/// The names in \a state, our own file.
KeyringNames KeyringNamesIn(const TokenStore& state);

/// No names when there is no file. Fails as TokenStore::Read.
Result<KeyringNames> ReadKeyringNames(const StorePaths& paths);

/// The token called \a name, in the store or in the keyring: one that a person
/// saved in the file first, one that git stored, or a section without a token,
/// last. Nothing when there is none.
std::optional<StoredToken> FindToken(const TokenStore& store,
                                     const KeyringNames& names,
                                     std::string_view name);

/// The same of those that a user saved: what git stored under that name does
/// not count. An owner rule means such a token, since a repository can make git
/// store one under any name.
std::optional<StoredToken> FindUserToken(const TokenStore& store,
                                         const KeyringNames& names,
                                         std::string_view name);

/// Writes down that the keyring has \a token, and makes it the active one of
/// the keyring. A rule for one of \a former_names is for it from then on.
Result<void> AddKeyringName(const LockedStore& store, const StoredToken& token,
                            const std::vector<std::string>& former_names);

/// Crosses \a name out; a name that is not there is fine.
Result<void> RemoveKeyringName(const LockedStore& store, std::string_view name);

/// Makes \a name the keyring's active token; empty: none of them.
Result<void> SetActiveInKeyring(const LockedStore& store,
                                std::string_view name);

/// Lets \a edit change what the store says of \a token, in every section that
/// holds it; of a token of the keyring, what our own file says.
Result<void> UpdateRecord(const LockedStore& store, const StoredToken& token,
                          const std::function<void(IniSection&)>& edit);

}  // namespace hf

#endif  // HF_SRC_STORE_KEYRING_NAMES_H_
