// SPDX-License-Identifier: Apache-2.0
// What the exchange gave, kept for git's next call in the same job.

#ifndef HF_SRC_ACCOUNT_OAUTH_EXCHANGE_CACHE_H_
#define HF_SRC_ACCOUNT_OAUTH_EXCHANGE_CACHE_H_

#include <optional>
#include <string>
#include <string_view>

#include "src/account/oauth/token_exchange.h"
#include "src/files/file_lock.h"
#include "src/files/secret_directory.h"

namespace hf {

/// For whom and what a token was exchanged: another job of the same user must
/// not be given it.
struct ExchangeKey {
  std::string_view endpoint, resource;
  std::string_view identity;  ///< A secret, too.
};

/// One file of mode 0600 in XDG_RUNTIME_DIR, locked while this lives, so that
/// of git's parallel calls one asks the Hub. Nothing is kept anywhere else.
class ExchangeCache {
 public:
  /// Nothing where there is no runtime directory that is the user's alone.
  static std::optional<ExchangeCache> Open(const Environment& environment);

  /// A token for \a key that has more than five minutes left.
  std::optional<ExchangedToken> Find(const ExchangeKey& key) const;

  /// Replaces what was kept. That it cannot be written is no error: the next
  /// call asks the Hub again.
  void Keep(const ExchangeKey& key, const ExchangedToken& token) const;

  /// Removes \a token, which the Hub has not accepted, if it is kept.
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

#endif  // HF_SRC_ACCOUNT_OAUTH_EXCHANGE_CACHE_H_
