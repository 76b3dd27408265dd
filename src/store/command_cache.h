// SPDX-License-Identifier: Apache-2.0
// Caches what a command has printed, for git's next calls in the same session.

#ifndef HF_SRC_STORE_COMMAND_CACHE_H_
#define HF_SRC_STORE_COMMAND_CACHE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hf/result.h"
#include "src/configparser/ini_section.h"
#include "src/files/file_lock.h"
#include "src/store/token_store.h"
#include "src/system/environment.h"
#include "src/system/secret.h"

namespace hf {

/// What a command has printed.
struct CommandAnswer {
  SecretString token;
  std::optional<std::int64_t> expires_at{};  ///< Unix seconds.
};

/// The time of day in nanoseconds.
std::int64_t NowInNanoseconds();

/// The answers of one command, one for each repository: the command is told the
/// repository, so its answer may depend on it. They are in one file of mode
/// 0600 in XDG_RUNTIME_DIR. A failed write is no error: the command is run
/// again.
class CommandCache {
 public:
  /// The cache for the command of \a token. Nothing when its answers must not
  /// be cached, or when there is no runtime directory that only the user can
  /// access.
  static std::optional<CommandCache> Of(const Environment& environment,
                                        const StoredToken& token);

  /// The answer for \a repository, which may be empty; nothing when there is
  /// none, when it expires in a minute or less, and when it has no expiry and
  /// is older than the command's `ttl`. Takes no lock.
  std::optional<CommandAnswer> Find(const std::string& repository) const;

  /// True when one of the answers is \a token, however old.
  bool Has(std::string_view token) const;

  /// Why the command has failed for \a repository after \a moment, if it has.
  std::optional<std::string> FailureSince(const std::string& repository,
                                          std::int64_t moment) const;

  /// Waits for the processes that run the command or change this cache.
  Result<FileLock> Lock() const;

  // To be called while holding the lock.

  void Save(const std::string& repository, const CommandAnswer& answer) const;
  void NoteFailure(const std::string& repository, std::string_view why) const;

  /// Removes all answers, so that the command is run again. False, and nothing
  /// is removed, when that was done less than a minute ago.
  bool Drop() const;

  /// Removes the file.
  Result<void> Forget() const;

 private:
  CommandCache(std::string directory, std::string name,
               const StoredToken& token);

  std::vector<IniSection> Read() const;
  void Edit(const std::function<void(std::vector<IniSection>&)>& edit) const;
  bool IsFresh(const IniSection& section) const;

  std::string directory_, name_;
  IniSection head_;  // Says whose answers the file has.
  int ttl_;
};

/// \a known, which has a command, with the secret that the command printed.
StoredToken WithAnswer(StoredToken known, const CommandAnswer& answer);

/// \a known with its cached secret for \a repository; nothing when it has none.
std::optional<StoredToken> CachedFromCommand(const Environment& environment,
                                             const StoredToken& known,
                                             const std::string& repository);

}  // namespace hf

#endif  // HF_SRC_STORE_COMMAND_CACHE_H_
