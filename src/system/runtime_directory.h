// SPDX-License-Identifier: Apache-2.0
// The directory of the login session, which ends with the session.

#ifndef HF_SRC_SYSTEM_RUNTIME_DIRECTORY_H_
#define HF_SRC_SYSTEM_RUNTIME_DIRECTORY_H_

#include <optional>
#include <string>

#include "src/system/environment.h"

namespace hf {

/// XDG_RUNTIME_DIR; nothing unless it is an absolute path to a directory that
/// belongs to this user and that no other user can enter.
std::optional<std::string> RuntimeDirectory(const Environment& environment);

}  // namespace hf

#endif  // HF_SRC_SYSTEM_RUNTIME_DIRECTORY_H_
