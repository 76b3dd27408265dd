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

std::optional<Record> ReadCache(const SecretDirectory& directory,
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
  constexpr std::int64_t kMarginSeconds = 300;
  const auto cached = ReadCache(directory_, name_);
  if (!cached || cached->Find("endpoint") != key.endpoint ||
      cached->Find("resource") != key.resource ||
      cached->Find("identity") != key.identity) {
    return std::nullopt;
  }
  const auto token = cached->Find(field::kPassword);
  const auto expiry =
      ParseSeconds(cached->Find(field::kPasswordExpiryUtc).value_or(""));
  if (!token || !IsToken(*token) || !expiry) return std::nullopt;
  if (*expiry - kMarginSeconds <= time(nullptr)) return std::nullopt;
  return ExchangedToken{SecretString(*token), *expiry};
}

void ExchangeCache::Save(const ExchangeKey& key,
                         const ExchangedToken& token) const {
  RecordWriter record;
  record.Add("endpoint", key.endpoint);
  record.Add("resource", key.resource);
  record.Add("identity", key.identity);
  record.Add(field::kPassword, token.token);
  record.Add(field::kPasswordExpiryUtc, std::to_string(token.expires_at));
  // After a failure the next call sends a request to the Hub again.
  static_cast<void>(directory_.Replace(name_, record.text()).ok());
}

Result<void> ExchangeCache::Forget(std::string_view token) const {
  const auto cached = ReadCache(directory_, name_);
  if (!cached || cached->Find(field::kPassword) != token) return {};
  return directory_.Remove(name_);
}

}  // namespace hf
