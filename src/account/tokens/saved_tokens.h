// SPDX-License-Identifier: Apache-2.0
// Reads the saved tokens, for the verbs that work with them.

#ifndef HF_SRC_ACCOUNT_TOKENS_SAVED_TOKENS_H_
#define HF_SRC_ACCOUNT_TOKENS_SAVED_TOKENS_H_

#include <optional>
#include <string>
#include <vector>

#include "src/account/tokens/context.h"
#include "src/store/active_token.h"
#include "src/store/outside_tokens.h"
#include "src/store/store_paths.h"
#include "src/store/token_store.h"
#include "src/system/environment.h"
#include "src/text/message.h"

namespace hf {

/// The store and the active token, at one moment.
struct SavedTokens {
  StorePaths paths;
  TokenStore store;
  OutsideTokens outside;
  std::optional<ActiveToken> active;  ///< That of the token file.
  bool token_file_is_broken = false;  ///< It exists but has no token.

  bool IsActive(const StoredToken& token) const;

  /// True when the active token is in no section.
  bool HasNamelessToken() const;

  /// The tokens of the store, then those outside of it, without secrets.
  std::vector<StoredToken> NamedTokens() const;

  /// The same without the commands of root, then the active token if it is in
  /// no section.
  std::vector<StoredToken> AllTokens() const;

  /// As FindToken().
  std::optional<StoredToken> Find(std::string_view name) const {
    return FindToken(store, outside, name);
  }
};

/// Reads the store without asking the keyring. Before that, completes an
/// interrupted refresh if possible. Fails as FindStore(), TokenStore::Read()
/// and ReadActiveToken(). For a token file that is empty, has no token or is a
/// dangling link, it only prints the error and succeeds.
Result<SavedTokens> ReadSavedTokens(const Context& context, Notices& notices);

/// "there is no token called NAME", with the stored names as a hint. Never
/// shows a NAME that may be a token itself.
Error NoSuchToken(const SavedTokens& saved, const std::string& name);

/// "not logged in", with `login` as a hint.
Error NotLoggedIn();

/// The variable that overrides the saved tokens, or nothing. A variable whose
/// value cannot be a token overrides them, too: then no token is used.
std::optional<std::string> OverridingVariable(const Environment& environment);

/// Adds a notice that names this variable, if there is one.
void AddOverride(const Environment& environment, Notices& notices);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TOKENS_SAVED_TOKENS_H_
