// SPDX-License-Identifier: Apache-2.0
// The operations that git runs a credential helper for (gitcredentials(7),
// "CUSTOM HELPERS"), and what they share.

#ifndef HF_SRC_HELPER_OPERATIONS_H_
#define HF_SRC_HELPER_OPERATIONS_H_

#include <optional>

#include "hf/result.h"
#include "src/hub/endpoint.h"
#include "src/system/environment.h"
#include "src/text/record.h"
#include "src/text/trace.h"

namespace hf {

/// What a helper process was started with.
struct Session {
  Environment environment;
  Hubs hubs;
  int in;   ///< The descriptor to read git's record from.
  int out;  ///< Gets the whole answer, or nothing.
};

/// Answers with the token for the Hub that git asks about. Answers with nothing
/// when the request is for no Hub, or when there is no token.
Result<void> Get(const Session& session);

/// Saves a token that git has used with success and that the store does not
/// know, as stored by git: never active, never in place of a token that a user
/// saved.
Result<void> Store(const Session& session);

/// Removes a token that git itself stored. For a token that a user logged in
/// with, asks the Hub, and removes it only if the Hub says that it is not
/// valid.
Result<void> Erase(const Session& session);

/// Tells git that the helper can answer with `authtype` and `credential`.
Result<void> Capability(const Session& session);

/// The Hub that \a request is for; null when it is none of \a hubs, or when
/// \a request has no protocol or host.
const Endpoint* FindHub(const Hubs& hubs, const Record& request);

/// The same for the Hubs of \a session and those that root has named for all
/// users; nothing when it is none of them. The file of root is read only for a
/// request that is for none of the first.
std::optional<Endpoint> FindHub(const Session& session, const Record& request);

/// True when \a request would be for a Hub if its protocol were https.
bool IsHubOverHttp(const Hubs& hubs, const Record& request);

/// Writes what git asks to \a trace, without secrets.
void TraceRequest(const Trace& trace, std::string_view operation,
                  const Endpoint& hub, const Record& request);

/// The token in \a request: its password, or a part of its `credential`
/// (capability authtype). Nothing when there is none.
std::optional<SecretString> TokenIn(const Record& request);

}  // namespace hf

#endif  // HF_SRC_HELPER_OPERATIONS_H_
