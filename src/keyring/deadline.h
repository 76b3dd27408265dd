// SPDX-License-Identifier: Apache-2.0
// The end of our patience. The Secret Service's calls have no time-out of their
// own that a git could wait for.

#ifndef HF_SRC_KEYRING_DEADLINE_H_
#define HF_SRC_KEYRING_DEADLINE_H_

namespace hf {

/// Ends the process with a message unless it is done, or has asked for more
/// time, within the few seconds that the service has to answer.
void SetServiceDeadline();

/// Likewise for a person who types a password into the service's dialog.
void SetDialogDeadline();

}  // namespace hf

#endif  // HF_SRC_KEYRING_DEADLINE_H_
