// SPDX-License-Identifier: Apache-2.0
#include "src/account/oauth/exchange_cache.h"

#include <time.h>
#include <unistd.h>

#include "src/files/secret_file.h"
#include "src/hub/access_token.h"
#include "src/store/token_store.h"
#include "src/system/path.h"
#include "src/system/runtime_directory.h"
#include "src/text/record.h"

namespace hf {
namespace {

std::optional<Record> ReadKept(const SecretDirectory& directory,
                               const std::string& name) {
  const auto file = ReadSecretFile(JoinPath(directory.path(), name));
  if (!file.ok() || !file.value()) return std::nullopt;
  Result<Record> record = ParseRecord(file.value()->text);
  if (!record.ok()) return std::nullopt;
  return std::move(record).value();
}

}  // namespace

std::optional<ExchangeCache> ExchangeCache::Open(
    const Environment& environment) {
  const auto path = RuntimeDirectory(environment);
  if (!path) return std::nullopt;
  const std::string name =
      "git-credential-hf-exchanged." + std::to_string(geteuid());
  Result<SecretDirectory> directory = SecretDirectory::Open(*path);
  if (!directory.ok()) return std::nullopt;
  Result<FileLock> lock = FileLock::Acquire(directory.value(), name + ".lock");
  if (!lock.ok()) return std::nullopt;
  if (!directory.value().Prepare({name}).ok()) return std::nullopt;
  return ExchangeCache(std::move(directory).value(), name,
                       std::move(lock).value());
}

std::optional<ExchangedToken> ExchangeCache::Find(
    const ExchangeKey& key) const {
  constexpr std::int64_t kMargin = 300;
  const auto kept = ReadKept(directory_, name_);
  if (!kept || kept->Find("endpoint") != key.endpoint ||
      kept->Find("resource") != key.resource ||
      kept->Find("identity") != key.identity) {
    return std::nullopt;
  }
  const auto token = kept->Find("password");
  const auto end = ParseSeconds(kept->Find("password_expiry_utc").value_or(""));
  if (!token || !IsToken(*token) || !end) return std::nullopt;
  if (*end - kMargin <= time(nullptr)) return std::nullopt;
  return ExchangedToken{SecretString(*token), *end};
}

void ExchangeCache::Keep(const ExchangeKey& key,
                         const ExchangedToken& token) const {
  RecordWriter record;
  record.Add("endpoint", key.endpoint);
  record.Add("resource", key.resource);
  record.Add("identity", key.identity);
  record.Add("password", token.token);
  record.Add("password_expiry_utc", std::to_string(token.expires_at));
  // Without it the next call asks the Hub again.
  static_cast<void>(directory_.Replace(name_, record.text()).ok());
}

Result<void> ExchangeCache::Forget(std::string_view token) const {
  const auto kept = ReadKept(directory_, name_);
  if (!kept || kept->Find("password") != token) return {};
  return directory_.Remove(name_);
}

}  // namespace hf
