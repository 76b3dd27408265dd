// SPDX-License-Identifier: Apache-2.0
// Which token goes to a Hub: the order of sources that git, the library and
// `git-credential-hf token` share.

#ifndef HF_SRC_LOOKUP_TOKEN_CHOICE_H_
#define HF_SRC_LOOKUP_TOKEN_CHOICE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "hf/result.h"
#include "src/hub/endpoint.h"
#include "src/store/token_store.h"
#include "src/system/environment.h"
#include "src/system/secret.h"

namespace hf {

/// The user name that the Hub's own tools give; it authenticates the token and
/// not the name.
inline constexpr std::string_view kDefaultUsername = "hf_user";

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

/// The token for \a request, which the keyring may have, or nothing when there
/// is none that may go there. First that applies: the environment; a stored
/// token of that name or account, a person's before git's and the active one
/// first; the token that an owner rule names; the active token; the only token
/// that git itself stored for that user. HF_OIDC_RESOURCE is kUnavailable: only
/// the Hub can give that token, and nothing else may stand in for it.
///
/// A store that does not parse is not asked, and the active token still goes
/// out. A rule whose token is gone, or belongs to another Hub, is told of on
/// stderr and passed over. Fails with kRefused for a person's token that has
/// expired or that the Hub has rejected, else as TokenInEnvironment, FindStore,
/// ReadActiveToken and ReadOwnerRules.
Result<std::optional<TokenChoice>> ChooseToken(const Environment& environment,
                                               const TokenRequest& request);

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
