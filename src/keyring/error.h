// SPDX-License-Identifier: Apache-2.0
// What went wrong with the keyring, in words for people.

#ifndef HF_SRC_KEYRING_ERROR_H_
#define HF_SRC_KEYRING_ERROR_H_

#include <string>

#include "hf/result.h"
#include "src/keyring/glib_pointer.h"

namespace hf {

Error Unavailable(std::string message, std::string hint = {});

/// Something is locked, and may not be unlocked or was not.
Error Locked();

/// True of Locked(): unlocking would have helped.
bool IsAboutLock(const Error& error);

/// What GLib's error \a taken means. Frees it; null is one without words.
Error ErrorFrom(GError* taken);

}  // namespace hf

#endif  // HF_SRC_KEYRING_ERROR_H_
