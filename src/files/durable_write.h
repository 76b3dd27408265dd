// SPDX-License-Identifier: Apache-2.0
// Writing a file so that it survives a crash.

#ifndef HF_SRC_FILES_DURABLE_WRITE_H_
#define HF_SRC_FILES_DURABLE_WRITE_H_

#include <string>
#include <string_view>

#include "hf/result.h"

namespace hf {

/// Writes all of \a text to \a fd, the file \a path. Fails as WriteDurably.
Result<void> WriteAll(int fd, std::string_view text, const std::string& path);

/// Writes all of \a text to \a fd, the file \a path, and fsyncs it. Fails with
/// kRefused, naming \a path; it is then unknown how much was written.
Result<void> WriteDurably(int fd, std::string_view text,
                          const std::string& path);

}  // namespace hf

#endif  // HF_SRC_FILES_DURABLE_WRITE_H_
