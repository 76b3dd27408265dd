// SPDX-License-Identifier: Apache-2.0
// A request for a token, and the token that is chosen for it.

#ifndef HF_SRC_LOOKUP_TOKEN_CHOICE_H_
#define HF_SRC_LOOKUP_TOKEN_CHOICE_H_

#include <cstdint>
#include <memory>
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
  SecretString token;    ///< Empty while it is in no file.
  std::string origin;    ///< The variable or file that it comes from, or who
                         ///< has it.
  std::string name;      ///< Its name in the store; may be empty.
  std::string username;  ///< The user name for git.
  std::optional<std::string> account{};    ///< Its account, when recorded.
  std::optional<std::int64_t> expires_at;  ///< Unix seconds.
  bool bearer = false;  ///< Send as Bearer: the Hub refuses it over Basic.
  bool others_can_write = false;  ///< Other users can write its file.
  bool refresh_due = false;       ///< Refresh the token, then choose again.
  bool expired = false;           ///< Do not send it. Only with refresh_due.

  /// Set when the token is in the keyring (src/protocol/keyring_program.h), or
  /// when a command prints it (src/protocol/account_program.h). The caller
  /// loads it, which takes longer than reading a file and may fail, and calls
  /// ChoiceOf() with the result.
  std::shared_ptr<const StoredToken> outside{};
};

/// What git, or another program, asks a token for.
struct TokenRequest {
  const Endpoint& hub;
  std::optional<std::string_view> username{};
  std::optional<std::string_view> path{};  ///< Owner rules need it.
};

/// Where \a token comes from: the keyring, a command, or else \a file.
std::string OriginOf(const StoredToken& token, const std::string& file);

/// The choice of \a token, from the file \a origin or from outside, for
/// \a request. Fails with kRefused when it has expired or was rejected.
Result<TokenChoice> ChoiceOf(const StoredToken& token,
                             const std::string& origin,
                             const TokenRequest& request);

/// "the token NAME has expired", with a hint on what to do.
Error TokenHasExpired(const std::string& name);

/// "the Hub has said that the token NAME is not valid any more".
Error TokenIsRejected(const std::string& name);

}  // namespace hf

#endif  // HF_SRC_LOOKUP_TOKEN_CHOICE_H_
