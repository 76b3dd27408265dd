// SPDX-License-Identifier: Apache-2.0
// The operations that git asks a credential helper for (gitcredentials(7),
// "CUSTOM HELPERS"), and what they work with.

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
  int in;   ///< Where git's record comes from.
  int out;  ///< Where our answer goes, whole or not at all.
};

/// Answers with the token for the Hub that git asks about; with nothing when
/// the request is not a Hub's or there is no token.
Result<void> Get(const Session& session);

/// Keeps a token that git has seen work and that the store does not know, as
/// git's own: never active, never in place of a token that a person saved.
Result<void> Store(const Session& session);

/// Forgets what git itself stored. A token that a person logged in with goes
/// only when the Hub, which is then asked, says that it is dead.
Result<void> Erase(const Session& session);

/// Says that we can answer with authtype and credential.
Result<void> Capability(const Session& session);

/// The Hub that \a request is about, or nothing when it is not ours. A request
/// without protocol or host is nobody's.
const Endpoint* FindHub(const Hubs& hubs, const Record& request);

/// True when \a request would be a Hub's if it were not in the clear.
bool IsHubInTheClear(const Hubs& hubs, const Record& request);

/// Says to \a trace what git asks, in the words of its record.
void TraceRequest(const Trace& trace, std::string_view operation,
                  const Endpoint& hub, const Record& request);

/// The token that \a request carries, as password or inside a credential of
/// the authtype capability; nothing when it carries none.
std::optional<SecretString> TokenIn(const Record& request);

}  // namespace hf

#endif  // HF_SRC_HELPER_OPERATIONS_H_
