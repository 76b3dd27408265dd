// SPDX-License-Identifier: Apache-2.0
// Keeping the token of a login, and making it the active one.

#ifndef HF_SRC_ACCOUNT_LOGIN_SAVE_LOGIN_H_
#define HF_SRC_ACCOUNT_LOGIN_SAVE_LOGIN_H_

#include <cstdint>
#include <optional>
#include <string>

#include "src/account/api/identity.h"
#include "src/account/oauth/token_response.h"
#include "src/hub/endpoint.h"
#include "src/protocol/keyring_program.h"
#include "src/store/store_paths.h"

namespace hf {

/// A token that is to be kept.
struct NewLogin {
  TokenResponse grant;
  std::int64_t granted_at;             ///< Unix seconds, for expires_in.
  std::optional<Identity> identity{};  ///< Nothing when it was not verified.
  std::string wanted_name{};           ///< Empty: as the Hub calls it.
  std::string client_id{};             ///< Empty when it was not granted to us.
  bool wants_keyring = false;          ///< It must not be kept in a file.

  std::optional<std::int64_t> ExpiresAt() const {
    if (!grant.expires_in) return std::nullopt;
    return granted_at + *grant.expires_in;
  }
};

struct SavedLogin {
  std::string name;
  bool in_keyring;
};

/// Saves \a login, recorded for \a hub and its account, then makes it active,
/// both under one lock. Its name in the store: the wanted one, else the Hub's
/// name for the token, else `oauth-ACCOUNT` (hub-contract §5); with `-2` and so
/// on where that is somebody else's. Only a login of the same account at the
/// same Hub is replaced, and of that, keys that we do not know are kept.
///
/// It goes to the keyring if it is to, or if that is where the login is that it
/// replaces; fails as KeyringProgram::Keep, and nothing is written then.
Result<SavedLogin> SaveLogin(const StorePaths& paths, const Endpoint& hub,
                             const NewLogin& login,
                             const KeyringProgram& keyring);

/// Moves the store's token \a token to the keyring.
Result<void> MoveToKeyring(const StorePaths& paths, const StoredToken& token,
                           const KeyringProgram& keyring);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_LOGIN_SAVE_LOGIN_H_
