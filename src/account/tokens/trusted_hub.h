// SPDX-License-Identifier: Apache-2.0
// Where people's verbs may send a token (product rule: a token belongs to an
// endpoint, and HF_ENDPOINT alone makes no host trustworthy).

#ifndef HF_SRC_ACCOUNT_TOKENS_TRUSTED_HUB_H_
#define HF_SRC_ACCOUNT_TOKENS_TRUSTED_HUB_H_

#include <vector>

#include "src/account/tokens/context.h"
#include "src/hub/endpoint.h"
#include "src/system/environment.h"

namespace hf {

/// The Hub to ask about a token that is \a recorded for these Hubs, or for none
/// (src/lookup/token_record.h).
///
/// With a record the Hub that HF_ENDPOINT names, if it is among them, else the
/// first of them, unless HF_ENDPOINT names another. Without one the official
/// Hub, or the one of HF_ENDPOINT if git's system or global configuration has
/// it registered for our helper: a repository can ship a file that sets the
/// variable. Fails with kRefused, naming both, for anything else.
Result<Endpoint> TrustedHubFor(const Context& context,
                               const std::vector<Endpoint>& recorded);

/// True when a token without a record may be sent to \a hub: the official Hub,
/// and those that git's system or global configuration has registered.
bool IsTrustedHub(const Environment& environment, const Endpoint& hub);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TOKENS_TRUSTED_HUB_H_
