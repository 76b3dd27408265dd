// SPDX-License-Identifier: Apache-2.0
// Time limits: libsecret's calls have none that is short enough for git.

#ifndef HF_SRC_KEYRING_DEADLINE_H_
#define HF_SRC_KEYRING_DEADLINE_H_

namespace hf {

/// Ends the process with a message and status 1 when it still runs, and has not
/// called this or SetDialogDeadline() again, one second before kKeyringSeconds
/// have passed.
void SetServiceDeadline();

/// Likewise, with the time that a user needs to type a password into the
/// service's dialog.
void SetDialogDeadline();

}  // namespace hf

#endif  // HF_SRC_KEYRING_DEADLINE_H_
