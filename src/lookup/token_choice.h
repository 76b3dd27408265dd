// SPDX-License-Identifier: Apache-2.0
// A request for a token, and the token that is chosen for it.

#ifndef HF_SRC_LOOKUP_TOKEN_CHOICE_H_
#define HF_SRC_LOOKUP_TOKEN_CHOICE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "hf/result.h"
#include "src/hub/access_token.h"
#include "src/hub/endpoint.h"
#include "src/store/token_store.h"
#include "src/system/secret.h"

namespace hf {

struct TokenChoice {
  SecretString token;    ///< Empty while the keyring has it.
  std::string origin;    ///< The variable or file it is from.
  std::string name;      ///< Its name in the store; may be empty.
  std::string username;  ///< Whom to log in as.
  std::optional<std::string> account{};    ///< Whose it is, when recorded.
  std::optional<std::int64_t> expires_at;  ///< Unix seconds.
  bool bearer = false;       ///< The Hub has refused it over Basic.
  bool plantable = false;    ///< Others can write the file it is from.
  bool refresh_due = false;  ///< Refresh it, by its name, and choose again.
  bool expired = false;      ///< Not to be sent; only when refresh_due.

  /// Set when the keyring is to be asked for it
  /// (src/protocol/keyring_program.h), which takes longer than reading a file
  /// and may fail. ChoiceOf() what it answers is then the choice.
  std::optional<StoredToken> in_keyring{};
};

/// What git, or a program, wants a token for.
struct TokenRequest {
  const Endpoint& hub;
  std::optional<std::string_view> username{};
  std::optional<std::string_view> path{};  ///< Without it no owner rule holds.
};

/// The choice of \a token, from the file \a origin or from the keyring, for
/// \a request. Fails with kRefused when it has expired or was rejected.
Result<TokenChoice> ChoiceOf(const StoredToken& token,
                             const std::string& origin,
                             const TokenRequest& request);

/// "the token NAME has expired", with what to do.
Error TokenHasExpired(const std::string& name);

/// "the Hub has said that the token NAME is not valid any more".
Error TokenIsRejected(const std::string& name);

}  // namespace hf

#endif  // HF_SRC_LOOKUP_TOKEN_CHOICE_H_
