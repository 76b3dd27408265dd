// SPDX-License-Identifier: Apache-2.0
// Changing the store: read, edit, check, replace, all under the lock.

#ifndef HF_SRC_STORE_LOCKED_STORE_H_
#define HF_SRC_STORE_LOCKED_STORE_H_

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "src/files/file_lock.h"
#include "src/files/secret_directory.h"
#include "src/store/store_paths.h"
#include "src/store/token_store.h"

namespace hf {

/// Changes the sections of the store; false when nothing had to change. It is
/// called again when another program writes at the same time, and must then
/// recognise its own changes.
using StoreEdit = std::function<Result<bool>(std::vector<IniSection>&)>;

/// The store, while this process holds its lock. For work that must not be done
/// twice, such as using a refresh token. For a single change use UpdateStore.
class LockedStore {
 public:
  /// Waits for the lock as FileLock::Acquire. Fails as FileLock::Acquire and
  /// SecretDirectory::Open. Also fails with kRefused when the store, the token
  /// file or the state file may not be replaced, since no change could then be
  /// completed. Removes temporary files that a killed writer left.
  static Result<LockedStore> Acquire(const StorePaths& paths,
                                     LockWait wait = LockWait::kHalfAMinute);

  /// True when another process held the lock first.
  bool has_waited() const { return lock_.has_waited(); }

  const StorePaths& paths() const { return paths_; }

  Result<TokenStore> Read() const { return TokenStore::Read(paths_.tokens); }

  /// As UpdateStore.
  Result<void> Update(const StoreEdit& edit) const;

  /// The same for the state file, which has the store's format.
  Result<void> UpdateState(const StoreEdit& edit) const;

  /// Applies \a edit to every section whose token is \a token.
  Result<void> UpdateToken(std::string_view token,
                           const std::function<void(IniSection&)>& edit) const;

 private:
  LockedStore(StorePaths paths, SecretDirectory directory, FileLock lock)
      : paths_(std::move(paths)),
        directory_(std::move(directory)),
        lock_(std::move(lock)) {}

  Result<void> UpdateFile(const std::string& path, const StoreEdit& edit) const;

  StorePaths paths_;
  SecretDirectory directory_;
  FileLock lock_;
};

/// Applies \a edit to the store under its lock. Keeps everything that \a edit
/// does not change, including unknown keys and sections, and what a program
/// without the lock writes at the same time. When the store is full, removes
/// tokens that git has stored. Writes nothing unless the store parses and the
/// new text reads back as the same sections: fails with kRefused for a name or
/// value that the file cannot contain. Removes a store without sections:
/// readers cannot tell an empty file from one that is being written.
Result<void> UpdateStore(const StorePaths& paths, const StoreEdit& edit);

}  // namespace hf

#endif  // HF_SRC_STORE_LOCKED_STORE_H_
