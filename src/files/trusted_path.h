// SPDX-License-Identifier: Apache-2.0
// Whether another user can change what a path names.

#ifndef HF_SRC_FILES_TRUSTED_PATH_H_
#define HF_SRC_FILES_TRUSTED_PATH_H_

#include <string>

#include "hf/result.h"

namespace hf {

/// Succeeds when only root and this user can change which file the absolute
/// \a path names, and the file itself: they own the file, each folder above it
/// and each symbolic link on the way, and no other user can write there. A
/// folder that all users can write must be sticky, like /tmp. Else fails with
/// kRefused, naming the part that is wrong.
Result<void> CheckTrustedPath(const std::string& path);

/// The same for a program: a regular file that this user can execute, and that
/// runs with no rights of another user. This program could not stop one that
/// does.
Result<void> CheckTrustedProgram(const std::string& path);

}  // namespace hf

#endif  // HF_SRC_FILES_TRUSTED_PATH_H_
