// SPDX-License-Identifier: Apache-2.0
// Saves the token of a login and makes it the active token.

#ifndef HF_SRC_ACCOUNT_LOGIN_SAVE_LOGIN_H_
#define HF_SRC_ACCOUNT_LOGIN_SAVE_LOGIN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "src/account/api/identity.h"
#include "src/account/oauth/token_response.h"
#include "src/hub/endpoint.h"
#include "src/protocol/keyring_program.h"
#include "src/store/store_paths.h"
#include "src/store/token_command.h"

namespace hf {

/// A token to save.
struct NewLogin {
  TokenResponse tokens;
  std::int64_t granted_at;                ///< Unix seconds, for expires_in.
  std::optional<Identity> identity{};     ///< Nothing when it was not verified.
  std::string wanted_name{};              ///< Empty: its name on the Hub.
  std::string client_id{};                ///< Empty for a pasted token.
  bool wants_keyring = false;             ///< It must not be saved in a file.
  std::optional<TokenCommand> command{};  ///< Save this in place of the token.

  std::optional<std::int64_t> ExpiresAt() const {
    if (!tokens.expires_in) return std::nullopt;
    return granted_at + *tokens.expires_in;
  }
};

struct SavedLogin {
  std::string name;
  std::string_view place;  ///< As StoredToken::Place().
};

/// Saves \a login, recorded for \a hub and its account, and makes it active,
/// both under one lock. Its name is the wanted one, else the token's name on
/// the Hub, else `oauth-ACCOUNT` (hub-contract §5), with `-2` and so on when
/// another token has this name. Replaces only a login of the same account at
/// the same Hub, and keeps the unknown keys of its section.
///
/// Saves only the command if \a login has one. Else saves to the keyring if \a
/// login wants it, or if the replaced login is there. Fails as the keyring
/// program does; then nothing is written.
Result<SavedLogin> SaveLogin(const StorePaths& paths, const Endpoint& hub,
                             const NewLogin& login,
                             const KeyringProgram& keyring);

/// Moves \a token from the store's file to the keyring. Fails as SaveLogin().
Result<void> MoveToKeyring(const StorePaths& paths, const StoredToken& token,
                           const KeyringProgram& keyring);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_LOGIN_SAVE_LOGIN_H_
