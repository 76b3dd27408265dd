// SPDX-License-Identifier: Apache-2.0
// The Hub to which a verb may send a token (product rule: a token belongs to an
// endpoint, and HF_ENDPOINT alone does not make a host trusted).

#ifndef HF_SRC_ACCOUNT_TOKENS_TRUSTED_HUB_H_
#define HF_SRC_ACCOUNT_TOKENS_TRUSTED_HUB_H_

#include <vector>

#include "src/account/tokens/context.h"
#include "src/hub/endpoint.h"
#include "src/system/environment.h"

namespace hf {

/// The Hub to which to send a token that is recorded for the Hubs \a recorded
/// (src/lookup/token_record.h).
///
/// If \a recorded has Hubs: the one that HF_ENDPOINT names, or the first of
/// them if HF_ENDPOINT names the official Hub. If it is empty: the Hub of
/// HF_ENDPOINT if IsTrustedHub(). A repository can contain a file that sets the
/// variable, so the variable alone is not enough. Otherwise fails with
/// kRefused.
Result<Endpoint> TrustedHubFor(const Context& context,
                               const std::vector<Endpoint>& recorded);

/// True when a token without a record may be sent to \a hub: for the official
/// Hub, for those that git's system or global configuration has for this
/// helper, and for those that the file of root names.
bool IsTrustedHub(const Environment& environment, const Endpoint& hub);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TOKENS_TRUSTED_HUB_H_
