// SPDX-License-Identifier: Apache-2.0
// Errors of the keyring, with messages for users.

#ifndef HF_SRC_KEYRING_ERROR_H_
#define HF_SRC_KEYRING_ERROR_H_

#include <string>

#include "hf/result.h"
#include "src/keyring/glib_pointer.h"

namespace hf {

Error Unavailable(std::string message, std::string hint = {});

/// The keyring is locked, and was not or may not be unlocked.
Error Locked();

/// True when \a error is Locked(): unlocking would have helped.
bool IsAboutLock(const Error& error);

/// The Error for GLib's \a taken, which this frees. Null: an error without a
/// message.
Error ErrorFrom(GError* taken);

}  // namespace hf

#endif  // HF_SRC_KEYRING_ERROR_H_
