// SPDX-License-Identifier: Apache-2.0
// Writing files that hold tokens: whole or not at all, and only where nobody
// else can interfere (security.md P7).

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
  /// Asked last, just before the one step that changes something.
  std::function<bool()> holds;
  bool must_be_new = false;  ///< There must be no file of that name.
};

/// A directory that is ours to write secrets in, held open, so that it cannot
/// be exchanged for another between a check and its use.
class SecretDirectory {
 public:
  /// Opens \a path, and makes it (mode 0700, with its parents) when it is not
  /// there. Fails with kRefused when it belongs to somebody else, when others
  /// can write it (unless it is sticky and ours), or when it cannot be made.
  /// A directory that exists keeps its mode: others may share it to read.
  static Result<SecretDirectory> Open(const std::string& path);

  /// The same, but nothing when \a path is not there.
  static Result<std::optional<SecretDirectory>> OpenIfThere(
      const std::string& path);

  int fd() const { return fd_.get(); }
  const std::string& path() const { return path_; }

  /// Makes \a name hold \a text and nothing else, mode 0600: written aside,
  /// fsynced, renamed, the directory fsynced. Until the rename the old file is
  /// untouched; after any failure no temporary file is left. A symbolic link
  /// stays and what it names is replaced, under the same rules. Fails with
  /// kRefused for a file that is not regular, not ours or has another hard
  /// link, which would keep the old tokens.
  Result<void> Replace(const std::string& name, std::string_view text) const;

  /// Replace() if \a condition holds; else false, and nothing has changed.
  Result<bool> ReplaceIf(const Condition& condition, const std::string& name,
                         std::string_view text) const;

  /// Whether \a name is a symbolic link; false when there is nothing. Fails
  /// with kRefused when that cannot be seen.
  Result<bool> IsLink(const std::string& name) const;

  /// Removes \a name; that it is not there is fine. A link goes with the file
  /// that it names.
  Result<void> Remove(const std::string& name) const;

  /// Remove() if \a condition holds; else false, and nothing has changed.
  Result<bool> RemoveIf(const Condition& condition,
                        const std::string& name) const;

  /// What each run begins with that may change \a names: fails as Replace()
  /// for the first of them that may not be replaced, and removes the temporary
  /// files that a killed writer of \a names left, here or, of a link, beside
  /// the file that it names. Only while holding the lock that writers of
  /// \a names take, for a living writer's file would go, too.
  Result<void> Prepare(const std::vector<std::string>& names) const;

 private:
  SecretDirectory(std::string path, UniqueFd fd)
      : path_(std::move(path)), fd_(std::move(fd)) {}

  std::string PathOf(std::string_view name) const;
  void RemoveLeftovers(const std::vector<std::string>& names) const;
  Result<void> CheckReplaceable(const std::string& name) const;
  Result<void> WriteAside(const std::string& name, std::string_view text) const;
  Result<bool> Rename(const char* temporary, const std::string& name,
                      bool must_be_new) const;

  std::string path_;
  UniqueFd fd_;
};

}  // namespace hf

#endif  // HF_SRC_FILES_SECRET_DIRECTORY_H_
