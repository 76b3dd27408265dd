// SPDX-License-Identifier: Apache-2.0
// The secret of a token that is in no file, while git waits.

#ifndef HF_SRC_HELPER_OUTSIDE_SECRET_H_
#define HF_SRC_HELPER_OUTSIDE_SECRET_H_

#include "hf/result.h"
#include "src/lookup/token_choice.h"
#include "src/store/token_store.h"
#include "src/system/environment.h"

namespace hf {

/// \a known, with its secret from the keyring or from its command. Fails with
/// the problem of the keyring, and with kUnavailable when the command gives no
/// token.
Result<StoredToken> LoadOutside(const Environment& environment,
                                const StoredToken& known,
                                const TokenRequest& wanted);

}  // namespace hf

#endif  // HF_SRC_HELPER_OUTSIDE_SECRET_H_
