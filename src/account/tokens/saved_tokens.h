// SPDX-License-Identifier: Apache-2.0
// What the verbs that work on saved tokens begin with.

#ifndef HF_SRC_ACCOUNT_TOKENS_SAVED_TOKENS_H_
#define HF_SRC_ACCOUNT_TOKENS_SAVED_TOKENS_H_

#include <optional>
#include <string>
#include <vector>

#include "src/account/tokens/context.h"
#include "src/store/active_token.h"
#include "src/store/keyring_names.h"
#include "src/store/store_paths.h"
#include "src/store/token_store.h"
#include "src/system/environment.h"

namespace hf {

/// The store and the active token, at one moment.
struct SavedTokens {
  StorePaths paths;
  TokenStore store;
  KeyringNames keyring;
  std::optional<ActiveToken> active;  ///< That of the token file.
  bool token_file_is_broken = false;  ///< It is there and holds no token.

  bool IsActive(const StoredToken& token) const;

  /// True when the active token is in no section.
  bool HasNamelessToken() const;

  /// Those of the store, then the names of the keyring's.
  std::vector<StoredToken> NamedTokens() const;

  /// The same, then the active one if it is nameless.
  std::vector<StoredToken> AllTokens() const;

  /// As FindToken().
  std::optional<StoredToken> Find(std::string_view name) const {
    return FindToken(store, keyring, name);
  }
};

/// Asks no keyring. Completes first, where it can, a refresh that was cut off.
/// Fails as FindStore, TokenStore::Read and ReadActiveToken; but a token file
/// that is empty or holds no token, or a link to nothing by its name, is only
/// told of on stderr.
Result<SavedTokens> ReadSavedTokens(const Context& context);

/// "there is no token called NAME", with the names there are as a hint. Never
/// shows a NAME that may be a token itself.
Error NoSuchToken(const SavedTokens& saved, const std::string& name);

/// "not logged in", with what to do.
Error NotLoggedIn();

/// The variable that overrides the saved tokens, or nothing. One whose value
/// cannot be a token overrides them, too: nothing else is used then.
std::optional<std::string> OverridingVariable(const Environment& environment);

/// Says on stderr which variable that is, if there is one.
void WarnOfOverride(const Environment& environment);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TOKENS_SAVED_TOKENS_H_
