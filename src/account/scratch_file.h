// SPDX-License-Identifier: Apache-2.0
// A private file that another program works on, removed when it is done.

#ifndef HF_SRC_ACCOUNT_SCRATCH_FILE_H_
#define HF_SRC_ACCOUNT_SCRATCH_FILE_H_

#include <string>
#include <string_view>

#include "hf/result.h"

namespace hf {

/// One file in a directory of its own that nobody else can enter.
class ScratchFile {
 public:
  /// A file that holds \a text. Fails with kRefused when there is no place.
  static Result<ScratchFile> Make(std::string_view text);

  ScratchFile(ScratchFile&& other) noexcept
      : directory_(std::exchange(other.directory_, {})),
        path_(std::move(other.path_)) {}
  ScratchFile& operator=(ScratchFile&&) = delete;
  ~ScratchFile();

  const std::string& path() const { return path_; }
  Result<std::string> Read() const;

 private:
  explicit ScratchFile(std::string directory)
      : directory_(std::move(directory)), path_(directory_ + "/config") {}

  std::string directory_, path_;
};

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_SCRATCH_FILE_H_
