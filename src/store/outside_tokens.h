// SPDX-License-Identifier: Apache-2.0
// The tokens whose secrets are in no file: those of the keyring, and those that
// commands print. The state file beside the store has the keyring's names, and
// their other data that is not secret, as sections `[keyring NAME]`; for a
// command, only a section `[command NAME]` if it is the active one. The section
// with `active = yes` is the active one when there is no token file.
// The names are not in the store itself: releases of the Python library take a
// store for empty, and overwrite it, when one of its sections has no token
// (hub-contract §18), and they would send a placeholder as if it were a token.

#ifndef HF_SRC_STORE_OUTSIDE_TOKENS_H_
#define HF_SRC_STORE_OUTSIDE_TOKENS_H_

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

/// These tokens at one moment. A command whose name the keyring or another
/// command of the user has is left out.
struct OutsideTokens {
  std::vector<StoredToken> tokens;  ///< In file order, without secrets.

  /// The one that the user has made active; empty when there is none. The name
  /// of a command that is not there any more stays: no other token may take its
  /// place.
  std::string active;

  /// The one that root has chosen for users without an active token.
  std::string default_name{};

  /// Null when no token has that name.
  const StoredToken* Find(std::string_view name) const;

  const std::string& ActiveName() const {
    return active.empty() ? default_name : active;
  }
  const StoredToken* Active() const { return Find(ActiveName()); }

  bool HasAnyFor(const Endpoint& hub) const;
  bool KeyringHasAny() const;
  bool KeyringHasAnyFor(const Endpoint& hub) const;
  bool HasCommandFor(const Endpoint& hub) const;
};

/// The names in \a state, the state file of \a paths, the user's commands, and
/// what the file of root adds. Fails as ReadCommands() and ReadSystemFile().
Result<OutsideTokens> OutsideTokensWith(const TokenStore& state,
                                        const StorePaths& paths);

/// The same; reads the state file, too. Fails also as TokenStore::Read.
Result<OutsideTokens> ReadOutsideTokens(const StorePaths& paths);

/// The token called \a name, in the store or outside of it. Prefers one in the
/// store that a user saved; takes one that git stored, or a section without a
/// token, only when there is no other. Nothing when there is none.
std::optional<StoredToken> FindToken(const TokenStore& store,
                                     const OutsideTokens& names,
                                     std::string_view name);

/// The same, ignoring tokens that git stored. For owner rules: a repository can
/// make git store a token under any name, so a rule must not name such a token.
std::optional<StoredToken> FindUserToken(const TokenStore& store,
                                         const OutsideTokens& names,
                                         std::string_view name);

/// Adds \a token to the keyring's tokens and makes it the active one of them.
/// Owner rules that name one of \a former_names then name \a token.
Result<void> AddKeyringToken(const LockedStore& store, const StoredToken& token,
                             const std::vector<std::string>& former_names);

/// Removes \a name from the keyring's tokens. Succeeds when it is not one of
/// them.
Result<void> RemoveKeyringToken(const LockedStore& store,
                                std::string_view name);

/// Makes \a token, of the keyring or of a command, the active one of them.
Result<void> SetActiveOutside(const LockedStore& store,
                              const StoredToken& token);

/// Makes none of them active.
Result<void> ClearActiveOutside(const LockedStore& store);

/// Applies \a edit to every section of the store that contains \a token; for a
/// token of the keyring, to its section of the state file. A command has no
/// record: its next token may be another one.
Result<void> UpdateRecord(const LockedStore& store, const StoredToken& token,
                          const std::function<void(IniSection&)>& edit);

}  // namespace hf

#endif  // HF_SRC_STORE_OUTSIDE_TOKENS_H_
