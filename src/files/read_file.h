// SPDX-License-Identifier: Apache-2.0
// Reading a file that holds no secret.

#ifndef HF_SRC_FILES_READ_FILE_H_
#define HF_SRC_FILES_READ_FILE_H_

#include <string>

#include "hf/result.h"

namespace hf {

/// All bytes of \a fd, the file \a path, from its current position to its end.
/// Fails with kRefused, naming \a path, when reading fails.
Result<std::string> ReadToEnd(int fd, const std::string& path);

}  // namespace hf

#endif  // HF_SRC_FILES_READ_FILE_H_
