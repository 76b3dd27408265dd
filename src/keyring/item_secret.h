// SPDX-License-Identifier: Apache-2.0
// What an item of the keyring holds: our own text, with a version, read back as
// strictly as git's record. A bare token, or what another program wrote there,
// is none of ours.

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
  std::optional<SecretString> previous_token;  ///< What this one replaced.

  /// True when \a other is this token, or the one that it has replaced.
  bool Matches(std::string_view other) const {
    return token == other || (previous_token && *previous_token == other);
  }

  bool operator==(const KeyringSecret&) const = default;
};

// The fields are git's where git has them: `password`, `oauth_refresh_token`,
// `password_expiry_utc`; ours are `lifetime` and `previous_password`.

/// The secret in the fields of \a record; kRefused when one of them is not what
/// it should be, or there is no password.
Result<KeyringSecret> SecretIn(const Record& record);

/// Adds the fields of \a secret to \a record.
void AddSecret(const KeyringSecret& secret, RecordWriter& record);

/// The text of an item: the fields after `version=1`.
SecretString TextOf(const KeyringSecret& secret);

/// Reads it back; kCorrupt for every other text. What a newer version of ours
/// wrote is named as that.
Result<KeyringSecret> ParseSecret(const SecretString& text);

}  // namespace hf

#endif  // HF_SRC_KEYRING_ITEM_SECRET_H_
