// SPDX-License-Identifier: Apache-2.0
// The bus of the session, where the Secret Service is.

#ifndef HF_SRC_KEYRING_SESSION_BUS_H_
#define HF_SRC_KEYRING_SESSION_BUS_H_

#include "hf/result.h"
#include "src/system/environment.h"

namespace hf {

/// Connects this process to the bus that is there, for all that GLib does on it
/// later. No bus is started where there is none. Fails with kUnavailable, and
/// with kRefused for a bus that is not the caller's: not a socket of this
/// machine, or one that another user owns or could have put there.
Result<void> ConnectToSessionBus(const Environment& environment);

}  // namespace hf

#endif  // HF_SRC_KEYRING_SESSION_BUS_H_
