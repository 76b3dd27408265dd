// SPDX-License-Identifier: Apache-2.0
// The secret of an item in the keyring: a record with a version, read as
// strictly as git's. Rejects bare tokens and other programs' items.

#ifndef HF_SRC_KEYRING_ITEM_SECRET_H_
#define HF_SRC_KEYRING_ITEM_SECRET_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "hf/result.h"
#include "src/system/secret.h"
#include "src/text/record.h"

namespace hf {

/// One token and what belongs to it.
struct KeyringSecret {
  SecretString token;
  std::optional<SecretString> refresh_token;
  std::optional<std::int64_t> expires_at;      ///< Unix seconds.
  std::optional<std::int64_t> lifetime;        ///< Seconds.
  std::optional<SecretString> previous_token;  ///< The one before a refresh.

  /// True when \a other is this token, or the one that it has replaced.
  bool Matches(std::string_view other) const {
    return token == other || (previous_token && *previous_token == other);
  }

  bool operator==(const KeyringSecret&) const = default;
};

// The fields of src/text/record.h: git's `password`, `oauth_refresh_token` and
// `password_expiry_utc`, and besides them `lifetime` and `previous_password`.

/// The secret in the fields of \a record. Fails with kRefused when a field is
/// wrong or the password is missing.
Result<KeyringSecret> SecretIn(const Record& record);

/// Adds the fields of \a secret to \a record.
void AddSecret(const KeyringSecret& secret, RecordWriter& record);

/// The text of an item: the fields after `version=1`.
SecretString TextOf(const KeyringSecret& secret);

/// Reads the text of TextOf() back. Fails with kCorrupt for any other text; the
/// message names a newer format as such.
Result<KeyringSecret> ParseSecret(const SecretString& text);

}  // namespace hf

#endif  // HF_SRC_KEYRING_ITEM_SECRET_H_
