// SPDX-License-Identifier: Apache-2.0
#include "src/keyring/item_secret.h"

#include <string>

#include "src/hub/access_token.h"
#include "src/store/token_store.h"

namespace hf {
namespace {

constexpr std::string_view kVersion = "1";

Error NotOwnItem() {
  return {Problem::kCorrupt,
          "this item of the keyring was not written by git-credential-hf",
          "log in again with 'git-credential-hf login --keyring --force'"};
}

/// Sets \a seconds to the field \a key, if there is one. False when its value
/// is not a number.
bool TakeSeconds(const Record& record, std::string_view key,
                 std::optional<std::int64_t>& seconds) {
  const auto text = record.Find(key);
  if (!text) return true;
  seconds = ParseSeconds(*text);
  return seconds.has_value();
}

bool TakeText(const Record& record, std::string_view key,
              bool (*is_valid)(std::string_view),
              std::optional<SecretString>& text) {
  const auto found = record.Find(key);
  if (!found) return true;
  text = SecretString(*found);
  return is_valid(*found);
}

void AddSeconds(std::string_view key, std::optional<std::int64_t> seconds,
                RecordWriter& record) {
  if (seconds) record.Add(key, std::to_string(*seconds));
}

}  // namespace

Result<KeyringSecret> SecretIn(const Record& record) {
  KeyringSecret secret;
  secret.token = record.Find(field::kPassword).value_or("");
  if (!IsToken(secret.token) ||
      !TakeText(record, field::kOauthRefreshToken, IsRefreshToken,
                secret.refresh_token) ||
      !TakeText(record, field::kPreviousPassword, IsToken,
                secret.previous_token) ||
      !TakeSeconds(record, field::kPasswordExpiryUtc, secret.expires_at) ||
      !TakeSeconds(record, field::kLifetime, secret.lifetime)) {
    return Error{Problem::kRefused,
                 "this is not a token that the keyring can keep"};
  }
  return secret;
}

void AddSecret(const KeyringSecret& secret, RecordWriter& record) {
  record.Add(field::kPassword, secret.token);
  if (secret.refresh_token) {
    record.Add(field::kOauthRefreshToken, *secret.refresh_token);
  }
  AddSeconds(field::kPasswordExpiryUtc, secret.expires_at, record);
  AddSeconds(field::kLifetime, secret.lifetime, record);
  if (secret.previous_token) {
    record.Add(field::kPreviousPassword, *secret.previous_token);
  }
}

SecretString TextOf(const KeyringSecret& secret) {
  RecordWriter text;
  text.Add(field::kVersion, kVersion);
  AddSecret(secret, text);
  return SecretString(text.text());
}

Result<KeyringSecret> ParseSecret(const SecretString& text) {
  const Result<Record> record = ParseRecord(text);
  if (!record.ok()) return NotOwnItem();
  const auto version = record.value().Find(field::kVersion);
  if (!version) return NotOwnItem();
  if (*version != kVersion) {
    return Error{Problem::kCorrupt,
                 "this token is in the keyring in a newer format",
                 "update git-credential-hf"};
  }
  Result<KeyringSecret> secret = SecretIn(record.value());
  // Another byte means that another program wrote or changed the item.
  if (!secret.ok() || TextOf(secret.value()) != text) return NotOwnItem();
  return secret;
}

}  // namespace hf
