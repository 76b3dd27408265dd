// SPDX-License-Identifier: Apache-2.0
// A refreshed login on its way into the store. The old refresh token is spent
// as soon as the Hub has answered, so what it answered is written down here
// first, and removed when the store has it.

#ifndef HF_SRC_STORE_REFRESH_JOURNAL_H_
#define HF_SRC_STORE_REFRESH_JOURNAL_H_

#include <optional>
#include <string>

#include "hf/result.h"
#include "src/store/store_paths.h"
#include "src/store/token_store.h"
#include "src/system/unique_fd.h"

namespace hf {

/// One file of mode 0600. Not for tokens of the keyring, whose secrets go to no
/// file. All but Exists() and Read() only while holding the store's lock.
class RefreshJournal {
 public:
  /// The one beside the store of \a paths.
  static RefreshJournal Beside(const StorePaths& paths);

  /// The one for the store of \a paths in \a directory, where other stores may
  /// have theirs, too.
  static RefreshJournal In(const std::string& directory,
                           const StorePaths& paths);

  std::string path() const;

  /// True when there is something by that name. One system call.
  bool Exists() const;

  /// The token that the Hub gave: with its `previous_token`, `refresh_token`,
  /// `expires_at` and the `endpoint` that gave it. Nothing when there is none,
  /// when it was not written to its end, and when the file is not a regular one
  /// of this user alone.
  std::optional<StoredToken> Read() const;

  /// Makes the file anew, empty and with room, so that Fill() needs no more
  /// than a write. Fails with kRefused when that is not possible.
  Result<void> Prepare();

  /// Writes \a renewed into the prepared file. When it fails, Read() finds
  /// nothing or all of it.
  Result<void> Fill(const StoredToken& renewed) const;

  /// That it is not there is fine.
  Result<void> Remove() const;

 private:
  RefreshJournal(std::string directory, std::string name)
      : directory_(std::move(directory)), name_(std::move(name)) {}

  std::string directory_, name_;
  UniqueFd file_;
};

}  // namespace hf

#endif  // HF_SRC_STORE_REFRESH_JOURNAL_H_
