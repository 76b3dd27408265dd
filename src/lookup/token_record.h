// SPDX-License-Identifier: Apache-2.0
// Which Hub a token belongs to, as far as the store says: the one decision that
// every program asks for before a token leaves this machine (security.md P3).

#ifndef HF_SRC_LOOKUP_TOKEN_RECORD_H_
#define HF_SRC_LOOKUP_TOKEN_RECORD_H_

#include <string>
#include <string_view>
#include <vector>

#include "hf/result.h"
#include "src/hub/endpoint.h"
#include "src/store/token_store.h"

namespace hf {

/// The Hubs that \a token may be sent to and no others, or none when no section
/// of \a store records one: the token may then go to the official Hub and to
/// those that are registered for the helper.
///
/// The record is that of all sections that hold the token, or held it before a
/// refresh. \a store is what was read from \a path. When that does not parse,
/// but never says "endpoint", the answer is the official Hub. Fails with
/// kRefused, or with the problem of \a store, when it cannot be known: the
/// store cannot be read whole, it is broken and says "endpoint" somewhere, or a
/// section is written so that its endpoint is unclear.
Result<std::vector<Endpoint>> RecordedHubs(const Result<TokenStore>& store,
                                           const std::string& path,
                                           std::string_view token);

/// The same for \a token, whose Hub its own record says when the keyring keeps
/// it.
Result<std::vector<Endpoint>> HubsOf(const Result<TokenStore>& store,
                                     const std::string& path,
                                     const StoredToken& token);

/// True when it is certain that \a token may be sent to \a hub, which is the
/// official Hub or a registered one.
bool MaySend(const Result<TokenStore>& store, const std::string& path,
             std::string_view token, const Endpoint& hub);

/// True when \a hub is one of \a recorded, or when there is none.
bool Allow(const std::vector<Endpoint>& recorded, const Endpoint& hub);

}  // namespace hf

#endif  // HF_SRC_LOOKUP_TOKEN_RECORD_H_
