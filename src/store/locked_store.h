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

/// Changes the sections of the store and says whether there was anything to
/// change. Called again when another program wrote at the same time, so it must
/// find its own work done.
using StoreEdit = std::function<Result<bool>(std::vector<IniSection>&)>;

/// The store, while nobody else who takes the lock can change it. For work that
/// must not be done twice, such as spending a refresh token; for a single
/// change there is UpdateStore.
class LockedStore {
 public:
  /// Waits for the lock as FileLock::Acquire, and fails as that and
  /// SecretDirectory::Open; with kRefused, too, when the store, the token file
  /// or our own file is one that may not be replaced, for then no change could
  /// be completed. Removes what a killed writer left.
  static Result<LockedStore> Acquire(const StorePaths& paths,
                                     LockWait wait = LockWait::kHalfAMinute);

  /// True when another process held the lock first.
  bool has_waited() const { return lock_.has_waited(); }

  const StorePaths& paths() const { return paths_; }

  Result<TokenStore> Read() const { return TokenStore::Read(paths_.tokens); }

  /// As UpdateStore.
  Result<void> Update(const StoreEdit& edit) const;

  /// The same for our own file, which has the store's format.
  Result<void> UpdateState(const StoreEdit& edit) const;

  /// Lets \a edit change every section whose token is \a token.
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

/// Applies \a edit to the store under its lock. Everything that is not changed
/// stays, unknown keys and sections included, and so does what a program that
/// takes no lock writes at the same time. What git has stored gives way where
/// there is no room for more. Nothing is written unless the
/// store parses and what we would write reads back as what we meant: a name or
/// value that the file cannot hold is kRefused. An empty store is removed: an
/// empty file could not be told from one that is being written.
Result<void> UpdateStore(const StorePaths& paths, const StoreEdit& edit);

}  // namespace hf

#endif  // HF_SRC_STORE_LOCKED_STORE_H_
