// SPDX-License-Identifier: Apache-2.0
#include "src/active_token.h"

#include "src/secret_directory.h"
#include "src/secret_file.h"
#include "src/store_lock.h"
#include "src/store_path.h"
#include "src/token_text.h"

namespace hf {
namespace {

/// The directory of the token file, and the store's lock beside the store: the
/// two files change together.
struct LockedTokenFile {
  SecretDirectory directory;
  StoreLock lock;
  std::string name;
};

Result<LockedTokenFile> LockTokenFile(const StorePaths& paths) {
  Result<SecretDirectory> store =
      SecretDirectory::Open(DirectoryOf(paths.tokens));
  if (!store.ok()) return store.error();
  Result<StoreLock> lock = StoreLock::Acquire(
      store.value(), std::string(FileNameOf(paths.tokens)) + ".lock");
  if (!lock.ok()) return lock.error();
  Result<SecretDirectory> directory =
      SecretDirectory::Open(DirectoryOf(paths.token));
  if (!directory.ok()) return directory.error();
  directory.value().RemoveLeftovers();
  return LockedTokenFile{std::move(directory).value(), std::move(lock).value(),
                         std::string(FileNameOf(paths.token))};
}

}  // namespace

Result<std::optional<ActiveToken>> ReadActiveToken(const StorePaths& paths) {
  Result<std::optional<SecretFile>> file{std::nullopt};
  const bool settled = ReadUntilSettled([&] {
    file = ReadSecretFile(paths.token);
    if (!file.ok() || !file.value()) return true;
    return !file.value()->in_motion && !file.value()->text.empty();
  });
  if (!file.ok()) return file.error();
  if (!file.value()) return {std::nullopt};
  if (!settled) {
    return Error{Problem::kUnavailable,
                 "'" + paths.token +
                     "' is empty: another program is busy "
                     "with it",
                 "try again; if it stays so, log in again"};
  }
  SecretString token = CleanToken(file.value()->text);
  if (!IsToken(token)) {
    return Error{Problem::kCorrupt,
                 "'" + paths.token + "' does not hold a token", "log in again"};
  }
  const mode_t mode = file.value()->facts.st_mode;
  return {ActiveToken{std::move(token), mode & 0777u}};
}

Result<void> WriteActiveToken(const StorePaths& paths, std::string_view token) {
  Result<LockedTokenFile> file = LockTokenFile(paths);
  if (!file.ok()) return file.error();
  return file.value().directory.Replace(file.value().name, token);
}

Result<void> ForgetActiveToken(const StorePaths& paths,
                               std::optional<std::string_view> token) {
  Result<LockedTokenFile> file = LockTokenFile(paths);
  if (!file.ok()) return file.error();
  if (token) {
    Result<std::optional<ActiveToken>> active = ReadActiveToken(paths);
    if (!active.ok()) return active.error();
    if (!active.value() || active.value()->token != *token) return {};
  }
  return file.value().directory.Remove(file.value().name);
}

}  // namespace hf
