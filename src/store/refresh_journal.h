// SPDX-License-Identifier: Apache-2.0
// The result of a refresh until the store has it. The Hub accepts a refresh
// token only once, so its answer is first written to this file, and the file is
// removed after the store has been written.

#ifndef HF_SRC_STORE_REFRESH_JOURNAL_H_
#define HF_SRC_STORE_REFRESH_JOURNAL_H_

#include <optional>
#include <string>

#include "hf/result.h"
#include "src/store/store_paths.h"
#include "src/store/token_store.h"
#include "src/system/unique_fd.h"

namespace hf {

/// One file of mode 0600. Not for tokens of the keyring, whose secrets must go
/// to no file. Hold the store's lock to call anything but Exists() and Read().
class RefreshJournal {
 public:
  /// The journal beside the store of \a paths.
  static RefreshJournal Beside(const StorePaths& paths);

  /// The journal for the store of \a paths in \a directory, which may contain
  /// journals of other stores.
  static RefreshJournal In(const std::string& directory,
                           const StorePaths& paths);

  std::string path() const;

  /// True when a file of that name exists. Costs one system call.
  bool Exists() const;

  /// The token that the Hub issued, with its `previous_token`, `refresh_token`,
  /// `expires_at` and the `endpoint` that issued it. Nothing when there is no
  /// file, when it was not written to its end, and when it is not a regular
  /// file that only this user can access.
  std::optional<StoredToken> Read() const;

  /// Makes a new file with an empty record and the disk space for a full one,
  /// so that Fill() needs only a write. Fails with kRefused when that is not
  /// possible.
  Result<void> Prepare();

  /// Writes \a renewed to the prepared file. Fails with kRefused; Read() then
  /// finds nothing or all of it.
  Result<void> Fill(const StoredToken& renewed) const;

  /// Removes the file, and succeeds when it does not exist.
  Result<void> Remove() const;

 private:
  RefreshJournal(std::string directory, std::string name)
      : directory_(std::move(directory)), name_(std::move(name)) {}

  std::string directory_, name_;
  UniqueFd file_;
};

}  // namespace hf

#endif  // HF_SRC_STORE_REFRESH_JOURNAL_H_
