// SPDX-License-Identifier: Apache-2.0
// Writing files that hold tokens: whole or not at all, and only where no other
// user can interfere (security.md P7).

#ifndef HF_SRC_FILES_SECRET_DIRECTORY_H_
#define HF_SRC_FILES_SECRET_DIRECTORY_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hf/result.h"
#include "src/system/unique_fd.h"

namespace hf {

/// When a file may be replaced or removed.
struct Condition {
  /// Called last, just before the one step that changes something.
  std::function<bool()> holds;
  bool must_be_new = false;  ///< There must be no file of that name.
};

/// A directory of the caller to write secrets in. It is held open, so that no
/// other process can exchange it for another between a check and its use.
class SecretDirectory {
 public:
  /// Opens \a path, and makes it (mode 0700, with its parents) when it does not
  /// exist. Fails with kRefused when it belongs to another user, when other
  /// users can write it (unless it is sticky), or when it cannot be made. A
  /// directory that exists keeps its mode: the user may share it for reading.
  static Result<SecretDirectory> Open(const std::string& path);

  /// The same, but nothing when \a path does not exist.
  static Result<std::optional<SecretDirectory>> OpenIfThere(
      const std::string& path);

  int fd() const { return fd_.get(); }
  const std::string& path() const { return path_; }

  /// Makes \a name hold \a text and nothing else, with mode 0600: writes a
  /// temporary file, fsyncs and renames it, and fsyncs the directory. The old
  /// file does not change before the rename, and a failure leaves no temporary
  /// file. A symbolic link stays, and the file that it names is replaced by the
  /// same rules. Fails with kRefused for a file that is not regular, belongs to
  /// another user, or has another hard link, which would keep the old tokens.
  Result<void> Replace(const std::string& name, std::string_view text) const;

  /// Replace() if \a condition holds; else false, and nothing has changed.
  Result<bool> ReplaceIf(const Condition& condition, const std::string& name,
                         std::string_view text) const;

  /// Whether \a name is a symbolic link; false when it does not exist. Fails
  /// with kRefused when it cannot be examined.
  Result<bool> IsLink(const std::string& name) const;

  /// Removes \a name, and succeeds when it does not exist. Of a symbolic link,
  /// removes the link and the file that it names.
  Result<void> Remove(const std::string& name) const;

  /// Remove() if \a condition holds; else false, and nothing has changed.
  Result<bool> RemoveIf(const Condition& condition,
                        const std::string& name) const;

  /// To be called before \a names are changed. Fails as Replace() for the first
  /// of them that may not be replaced. Removes the temporary files that a
  /// killed writer of \a names left; for a link, those beside the file that it
  /// names. Call it while holding the lock that writers of \a names take: else
  /// it removes the temporary file of another writer that still runs.
  Result<void> Prepare(const std::vector<std::string>& names) const;

 private:
  SecretDirectory(std::string path, UniqueFd fd)
      : path_(std::move(path)), fd_(std::move(fd)) {}

  std::string PathOf(std::string_view name) const;
  Result<void> CheckReplaceable(const std::string& name) const;

  std::string path_;
  UniqueFd fd_;
};

/// "refusing to write PATH: WHY", as kRefused.
Error RefusedToWrite(const std::string& path, const std::string& why,
                     std::string hint = {});

}  // namespace hf

#endif  // HF_SRC_FILES_SECRET_DIRECTORY_H_
