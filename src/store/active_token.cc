// SPDX-License-Identifier: Apache-2.0
#include "src/store/active_token.h"

#include "src/files/secret_file.h"
#include "src/hub/access_token.h"
#include "src/store/store_paths.h"
#include "src/system/path.h"

namespace hf {
namespace {

/// The directory of the token file, which may be another than the store's.
Result<SecretDirectory> DirectoryOfTokenFile(const StorePaths& paths) {
  return SecretDirectory::Open(DirectoryOf(paths.token));
}

}  // namespace

Result<std::optional<ActiveToken>> ReadActiveToken(const StorePaths& paths) {
  Result<std::optional<SecretFile>> file{std::nullopt};
  const bool settled = RetryWhileWritten([&] {
    file = ReadSecretFile(paths.token);
    if (!file.ok() || !file.value()) return true;
    return !file.value()->changed_while_reading && !file.value()->text.empty();
  });
  if (!file.ok()) return file.error();
  if (!file.value()) return {std::nullopt};
  if (!settled) {
    return Error{Problem::kUnavailable,
                 "'" + paths.token +
                     "' is empty: another program is "
                     "writing it",
                 "try again; if it stays empty, log in again"};
  }
  SecretString token = CleanToken(file.value()->text);
  if (!IsToken(token)) {
    return Error{Problem::kCorrupt,
                 "'" + paths.token + "' does not hold a token", "log in again"};
  }
  const mode_t mode = file.value()->facts.st_mode;
  return {ActiveToken{std::move(token), mode & 0777u}};
}

Result<void> WriteActiveToken(const LockedStore& store,
                              std::string_view token) {
  const StorePaths& paths = store.paths();
  Result<SecretDirectory> directory = DirectoryOfTokenFile(paths);
  if (!directory.ok()) return directory.error();
  return directory.value().Replace(std::string(FileNameOf(paths.token)), token);
}

Result<void> ForgetActiveToken(const LockedStore& store,
                               std::optional<std::string_view> token) {
  const StorePaths& paths = store.paths();
  Result<SecretDirectory> directory = DirectoryOfTokenFile(paths);
  if (!directory.ok()) return directory.error();
  const std::string name(FileNameOf(paths.token));
  if (!token) return directory.value().Remove(name);
  Result<std::optional<ActiveToken>> active = ReadActiveToken(paths);
  if (!active.ok()) return active.error();
  const auto is_active = [&] {
    return active.ok() && active.value() && active.value()->token == *token;
  };
  if (!is_active()) return {};
  // Python takes no lock: the user may have logged in with another token
  // meanwhile.
  const Condition is_still_active{[&] {
    active = ReadActiveToken(paths);
    return is_active();
  }};
  Result<bool> removed = directory.value().RemoveIf(is_still_active, name);
  if (!removed.ok()) return removed.error();
  // A file that could not be read again may still contain that token.
  if (!active.ok()) return active.error();
  return {};
}

}  // namespace hf
