// SPDX-License-Identifier: Apache-2.0
// The token of a job that has an identity and no stored token.

#ifndef HF_SRC_HELPER_KEYLESS_H_
#define HF_SRC_HELPER_KEYLESS_H_

#include <optional>

#include "hf/result.h"
#include "src/lookup/token_choice.h"
#include "src/system/environment.h"

namespace hf {

/// The token that the Hub gives a job for its identity: the cached one, or a
/// new one. Fails with kUnavailable when there is none: no other token takes
/// its place.
Result<std::optional<TokenChoice>> ExchangedTokenFor(
    const Environment& environment, const TokenRequest& wanted);

}  // namespace hf

#endif  // HF_SRC_HELPER_KEYLESS_H_
