// SPDX-License-Identifier: Apache-2.0
// A new token for one that is about to expire (RFC 6749 §6, hub-contract §13).

#ifndef HF_SRC_ACCOUNT_TOKENS_REFRESH_H_
#define HF_SRC_ACCOUNT_TOKENS_REFRESH_H_

#include <optional>
#include <string_view>

#include "src/account/tokens/context.h"
#include "src/hub/endpoint.h"
#include "src/store/store_paths.h"
#include "src/store/token_store.h"
#include "src/system/environment.h"

namespace hf {

enum class RefreshWhen { kDue, kAtOnce };

/// A stored token as the caller has seen it.
struct SeenToken {
  std::string_view name;
  std::string_view token;
  bool is_valid = false;  ///< It has not expired, so there is no hurry.
};

/// What came of it.
struct Refreshed {
  /// The new token, where neither the store nor the keyring has it: to be used
  /// this once. What failed, and what to do, has been said.
  std::optional<StoredToken> unsaved{};
};

/// Refreshes the token that was \a seen in the store or the keyring when it is
/// due, at its recorded Hub, else at \a hub. Under the store's lock from the
/// look at the store to the last write, so that of many processes at once, of
/// ours or of Python's, one spends the refresh token and the others find the
/// new one. Both files, or the keyring, are updated; a run that was killed or
/// failed after the Hub's answer is completed by the next (src/account/
/// renewal.h).
///
/// Done also when there is nothing to do, the token is another by now, and, as
/// long as it is valid, when a try less than 5 minutes ago has failed or
/// another process holds the lock: only for one that is not valid, or at once,
/// it waits. Otherwise fails with what the Hub, the store or the keyring said;
/// all is then as it was.
Result<Refreshed> RefreshToken(const Environment& environment,
                               const StorePaths& paths, const SeenToken& seen,
                               const Endpoint& hub,
                               RefreshWhen when = RefreshWhen::kDue);

/// The same for people's verbs, with a token whose secrets are there; they go
/// on with the old token when it fails and say so on stderr. The token as it is
/// now.
StoredToken RefreshOrWarn(const Context& context, const StoredToken& token);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TOKENS_REFRESH_H_
