// SPDX-License-Identifier: Apache-2.0
// Caches the token of a token exchange for git's next call in the same job.

#ifndef HF_SRC_STORE_EXCHANGE_CACHE_H_
#define HF_SRC_STORE_EXCHANGE_CACHE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "src/files/file_lock.h"
#include "src/files/secret_directory.h"
#include "src/system/environment.h"
#include "src/system/secret.h"

namespace hf {

/// A token of the Hub for the identity of a job.
struct ExchangedToken {
  SecretString token;
  std::int64_t expires_at;  ///< Unix seconds.
};

/// What a cached token was requested for. Another job of the same user has
/// another identity, so it does not get this job's token.
struct ExchangeKey {
  std::string_view endpoint, resource;
  std::string_view identity;  ///< The job's secret.
};

/// One token in one file of mode 0600 in XDG_RUNTIME_DIR. The file is locked
/// while this object exists, so that only one of git's parallel calls sends a
/// request to the Hub.
class ExchangeCache {
 public:
  /// Opens the file for \a resource, or, if that is empty, the file of jobs
  /// with one resource. Nothing when there is no runtime directory that only
  /// the user can access, or the file cannot be locked.
  static std::optional<ExchangeCache> Open(const Environment& environment,
                                           const std::string& resource = {});

  /// What Find() would return for \a key, without the lock.
  static std::optional<ExchangedToken> FindUnlocked(
      const Environment& environment, const std::string& resource,
      const ExchangeKey& key);

  /// The token for \a key; nothing when there is none, or it expires in five
  /// minutes or less.
  std::optional<ExchangedToken> Find(const ExchangeKey& key) const;

  /// Replaces the cached token. A failed write is no error: the next call sends
  /// a request to the Hub again.
  void Save(const ExchangeKey& key, const ExchangedToken& token) const;

  /// Removes \a token, which the Hub has rejected, if it is the cached one.
  Result<void> Forget(std::string_view token) const;

 private:
  ExchangeCache(SecretDirectory directory, std::string name, FileLock lock)
      : directory_(std::move(directory)),
        name_(std::move(name)),
        lock_(std::move(lock)) {}

  SecretDirectory directory_;
  std::string name_;
  FileLock lock_;
};

}  // namespace hf

#endif  // HF_SRC_STORE_EXCHANGE_CACHE_H_
