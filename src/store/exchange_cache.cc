// SPDX-License-Identifier: Apache-2.0
#include "src/store/exchange_cache.h"

#include <time.h>
#include <unistd.h>

#include "src/files/secret_file.h"
#include "src/hub/access_token.h"
#include "src/store/token_store.h"
#include "src/system/path.h"
#include "src/system/runtime_directory.h"
#include "src/text/fingerprint.h"
#include "src/text/record.h"

namespace hf {
namespace {

std::string FileFor(const std::string& resource) {
  const std::string part = resource.empty() ? "" : "-" + Fingerprint(resource);
  return "git-credential-hf-exchanged" + part + "." + std::to_string(geteuid());
}

std::optional<Record> ReadExchange(const std::string& directory,
                                   const std::string& name) {
  const auto file = ReadSecretFile(JoinPath(directory, name));
  if (!file.ok() || !file.value()) return std::nullopt;
  Result<Record> record = ParseRecord(file.value()->text);
  if (!record.ok()) return std::nullopt;
  return std::move(record).value();
}

/// The token in \a cached if it is for \a key and valid for some time.
std::optional<ExchangedToken> ValidFor(const ExchangeKey& key,
                                       const std::optional<Record>& cached) {
  constexpr std::int64_t kMarginSeconds = 300;
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

}  // namespace

std::optional<ExchangeCache> ExchangeCache::Open(const Environment& environment,
                                                 const std::string& resource) {
  const auto path = RuntimeDirectory(environment);
  if (!path) return std::nullopt;
  const std::string name = FileFor(resource);
  Result<SecretDirectory> directory = SecretDirectory::Open(*path);
  if (!directory.ok()) return std::nullopt;
  Result<FileLock> lock = FileLock::Acquire(directory.value(), name + ".lock");
  if (!lock.ok()) return std::nullopt;
  if (!directory.value().Prepare({name}).ok()) return std::nullopt;
  return ExchangeCache(std::move(directory).value(), name,
                       std::move(lock).value());
}

std::optional<ExchangedToken> ExchangeCache::FindUnlocked(
    const Environment& environment, const std::string& resource,
    const ExchangeKey& key) {
  const auto path = RuntimeDirectory(environment);
  if (!path) return std::nullopt;
  return ValidFor(key, ReadExchange(*path, FileFor(resource)));
}

std::optional<ExchangedToken> ExchangeCache::Find(
    const ExchangeKey& key) const {
  return ValidFor(key, ReadExchange(directory_.path(), name_));
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
  const auto cached = ReadExchange(directory_.path(), name_);
  if (!cached || cached->Find(field::kPassword) != token) return {};
  return directory_.Remove(name_);
}

}  // namespace hf
