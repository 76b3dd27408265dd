// SPDX-License-Identifier: Apache-2.0
// The D-Bus of the session, which the Secret Service is on.

#ifndef HF_SRC_KEYRING_SESSION_BUS_H_
#define HF_SRC_KEYRING_SESSION_BUS_H_

#include "hf/result.h"
#include "src/system/environment.h"

namespace hf {

/// Connects this process to the session bus; GLib then uses this connection.
/// Never starts a bus. Fails with kUnavailable when there is none, and with
/// kRefused for a bus that is not the caller's: not a socket of this machine,
/// or one that another user owns or could have put there.
Result<void> ConnectToSessionBus(const Environment& environment);

}  // namespace hf

#endif  // HF_SRC_KEYRING_SESSION_BUS_H_
