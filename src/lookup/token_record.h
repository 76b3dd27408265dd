// SPDX-License-Identifier: Apache-2.0
// Which Hub a token belongs to, as the store records it. Every program asks
// here before it sends a token to a Hub (security.md P3).

#ifndef HF_SRC_LOOKUP_TOKEN_RECORD_H_
#define HF_SRC_LOOKUP_TOKEN_RECORD_H_

#include <string>
#include <string_view>
#include <vector>

#include "hf/result.h"
#include "src/hub/endpoint.h"
#include "src/store/token_store.h"

namespace hf {

/// The only Hubs that \a token may be sent to. Empty when no section of
/// \a store records one: the token may then go to the official Hub and to those
/// that git's configuration registers for the helper.
///
/// Combines the records of all sections that contain the token, or contained it
/// before a refresh. \a store is the result of reading \a path. When it does
/// not parse, but nowhere contains the word "endpoint", the answer is the
/// official Hub. Fails with kRefused, or with the problem of \a store, when the
/// Hubs cannot be known: the store cannot be read whole, it does not parse and
/// contains "endpoint", or a section is written so that its endpoint is
/// unclear.
Result<std::vector<Endpoint>> RecordedHubs(const Result<TokenStore>& store,
                                           const std::string& path,
                                           std::string_view token);

/// The same for \a token. If it is in no file, its own `endpoint` is its Hub.
Result<std::vector<Endpoint>> HubsOf(const Result<TokenStore>& store,
                                     const std::string& path,
                                     const StoredToken& token);

/// True when \a token may certainly be sent to \a hub, which is the official
/// Hub or a registered one. False when RecordedHubs() fails.
bool MaySend(const Result<TokenStore>& store, const std::string& path,
             std::string_view token, const Endpoint& hub);

/// True when \a hub is one of \a recorded, or when \a recorded is empty.
bool Allow(const std::vector<Endpoint>& recorded, const Endpoint& hub);

}  // namespace hf

#endif  // HF_SRC_LOOKUP_TOKEN_RECORD_H_
