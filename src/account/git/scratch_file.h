// SPDX-License-Identifier: Apache-2.0
// A temporary file that git edits, which no other user can read.

#ifndef HF_SRC_ACCOUNT_GIT_SCRATCH_FILE_H_
#define HF_SRC_ACCOUNT_GIT_SCRATCH_FILE_H_

#include <string>
#include <string_view>

#include "hf/result.h"
#include "src/system/unique_fd.h"

namespace hf {

/// One file in its own directory, which no other user can enter. The destructor
/// removes both, and so does a signal that ends the process; therefore a
/// process can have only one at a time. A process holds flock(2) on its
/// directory, so that the next Make() can remove the directories of killed
/// processes.
class ScratchFile {
 public:
  /// Creates a file with the content \a text. Fails with kRefused when it
  /// cannot be created or written.
  static Result<ScratchFile> Make(std::string_view text);

  ScratchFile(ScratchFile&& other) noexcept
      : folder_(std::exchange(other.folder_, {})),
        path_(std::move(other.path_)),
        lock_(std::move(other.lock_)) {}
  ScratchFile& operator=(ScratchFile&&) = delete;
  ~ScratchFile();

  const std::string& path() const { return path_; }

  /// The file's content now. Fails with kRefused when it cannot be read.
  Result<std::string> Read() const;

 private:
  ScratchFile(std::string folder, UniqueFd lock)
      : folder_(std::move(folder)),
        path_(folder_ + "/config"),
        lock_(std::move(lock)) {}

  static Result<ScratchFile> MakeFolder(const std::string& where);

  std::string folder_, path_;
  UniqueFd lock_;
};

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_GIT_SCRATCH_FILE_H_
