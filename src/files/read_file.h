// SPDX-License-Identifier: Apache-2.0
// Reading a file that holds no secret.

#ifndef HF_SRC_FILES_READ_FILE_H_
#define HF_SRC_FILES_READ_FILE_H_

#include <string>

#include "hf/result.h"

namespace hf {

/// All bytes from where \a fd, the file \a path, stands to its end. Fails with
/// kRefused, naming \a path, when one of them cannot be read.
Result<std::string> ReadToEnd(int fd, const std::string& path);

}  // namespace hf

#endif  // HF_SRC_FILES_READ_FILE_H_
