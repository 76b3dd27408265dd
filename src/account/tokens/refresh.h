// SPDX-License-Identifier: Apache-2.0
// Refreshes a token that expires soon (RFC 6749 §6, hub-contract §13).

#ifndef HF_SRC_ACCOUNT_TOKENS_REFRESH_H_
#define HF_SRC_ACCOUNT_TOKENS_REFRESH_H_

#include <optional>
#include <string_view>

#include "src/account/tokens/context.h"
#include "src/hub/endpoint.h"
#include "src/store/store_paths.h"
#include "src/store/token_store.h"
#include "src/system/environment.h"
#include "src/text/message.h"

namespace hf {

enum class RefreshWhen { kDue, kAtOnce };

/// A stored token as the caller has read it.
struct SeenToken {
  std::string_view name;
  std::string_view token;
  bool is_valid = false;  ///< It has not expired yet.
};

struct Refreshed {
  /// The new token, if it could not be saved in the store or the keyring. The
  /// caller can use it once.
  std::optional<StoredToken> unsaved{};
  Notices notices{};
};

/// Refreshes the token \a seen when that is due, at its recorded Hub, else at
/// \a hub, and saves it in both files or in the keyring. Holds the store's lock
/// from reading the store to the last write, so that of several processes, also
/// of the Python library, one uses the refresh token and the others find the
/// new token. If a run is killed or fails after the Hub's answer, the next run
/// completes it (src/account/tokens/renewal.h).
///
/// Succeeds without a change when no refresh is due or the token was replaced
/// meanwhile; and, while the token is valid, when a try less than 5 minutes ago
/// failed or another process has the lock. Waits for the lock only when the
/// token is not valid, or for kAtOnce. Otherwise fails with the error of the
/// Hub, the store or the keyring; nothing is changed then.
Result<Refreshed> RefreshToken(const Environment& environment,
                               const StorePaths& paths, const SeenToken& seen,
                               const Endpoint& hub,
                               RefreshWhen when = RefreshWhen::kDue);

/// The same for the verbs. \a token must have its secrets. Returns the current
/// token; after a failure it adds a notice and returns \a token.
StoredToken RefreshIfDue(const Context& context, const StoredToken& token,
                         Notices& notices);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TOKENS_REFRESH_H_
