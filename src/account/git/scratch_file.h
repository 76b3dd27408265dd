// SPDX-License-Identifier: Apache-2.0
// A private file that another program works on, removed when it is done.

#ifndef HF_SRC_ACCOUNT_GIT_SCRATCH_FILE_H_
#define HF_SRC_ACCOUNT_GIT_SCRATCH_FILE_H_

#include <string>
#include <string_view>

#include "hf/result.h"
#include "src/system/unique_fd.h"

namespace hf {

/// One file in a folder of its own that no other user can enter. A process has
/// one at a time, for a signal that ends the process must remove it. What a
/// process that was killed has left, the next Make() removes: the folder of a
/// living process is locked, with flock(2).
class ScratchFile {
 public:
  /// A file that holds \a text. Fails with kRefused when it cannot be made.
  static Result<ScratchFile> Make(std::string_view text);

  ScratchFile(ScratchFile&& other) noexcept
      : folder_(std::exchange(other.folder_, {})),
        path_(std::move(other.path_)),
        lock_(std::move(other.lock_)) {}
  ScratchFile& operator=(ScratchFile&&) = delete;
  ~ScratchFile();

  const std::string& path() const { return path_; }

  /// What is in it now; a read error is an error.
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
