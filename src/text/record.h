// SPDX-License-Identifier: Apache-2.0
// The key=value record that git sends to the helper, and that the programs of
// git-credential-hf send to each other (git-credential(1), "INPUT/OUTPUT
// FORMAT"). Reading is strict: a record decides who gets a token.

#ifndef HF_SRC_PROTOCOL_RECORD_H_
#define HF_SRC_PROTOCOL_RECORD_H_

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "hf/result.h"
#include "src/system/secret.h"

namespace hf {

/// The names of a record's fields.
namespace field {

// What git sends and reads (git-credential(1)).
inline constexpr std::string_view kProtocol = "protocol";
inline constexpr std::string_view kHost = "host";
inline constexpr std::string_view kPath = "path";
inline constexpr std::string_view kUsername = "username";
inline constexpr std::string_view kPassword = "password";
inline constexpr std::string_view kPasswordExpiryUtc = "password_expiry_utc";
inline constexpr std::string_view kOauthRefreshToken = "oauth_refresh_token";
inline constexpr std::string_view kCapability = "capability[]";
inline constexpr std::string_view kAuthtype = "authtype";
inline constexpr std::string_view kCredential = "credential";
inline constexpr std::string_view kEphemeral = "ephemeral";
inline constexpr std::string_view kQuit = "quit";

// What only the programs of git-credential-hf send to each other. The fields
// of a token are `endpoint`, `name` and `account`; beside its password it may
// have a lifetime in seconds and the password that it replaced.
inline constexpr std::string_view kEndpoint = "endpoint";
inline constexpr std::string_view kName = "name";
inline constexpr std::string_view kAccount = "account";
inline constexpr std::string_view kLifetime = "lifetime";
inline constexpr std::string_view kPreviousPassword = "previous_password";
inline constexpr std::string_view kKeyring = "keyring";
inline constexpr std::string_view kError = "error";
inline constexpr std::string_view kHint = "hint";
inline constexpr std::string_view kLocked = "locked";
inline constexpr std::string_view kLfsPassword = "lfs_password";
inline constexpr std::string_view kVersion = "version";

}  // namespace field

/// One record. Owns its text and wipes it at the end: records of `store` and
/// `erase` contain passwords.
class Record {
 public:
  /// The value of \a key; nothing when the record has no such key, which is not
  /// the same as an empty value. For a repeated key the last value, as git
  /// reads it.
  std::optional<std::string_view> Find(std::string_view key) const;

  /// True when \a value is in the list \a key (such as "capability[]"). An
  /// empty value resets the list: earlier values do not count
  /// (git-credential(1)).
  bool Lists(std::string_view key, std::string_view value) const;

 private:
  friend Result<Record> ParseRecord(SecretString text);

  // Offsets, not views: moving a short string moves its bytes.
  struct Field {
    std::size_t key, key_size, value, value_size;
  };
  std::string_view Key(const Field& field) const;
  std::string_view Value(const Field& field) const;

  SecretString text_;
  std::vector<Field> fields_;
};

/// Reads the record at the start of \a text, up to a blank line or the end.
/// Ignores what follows the blank line.
///
/// Only LF ends a line. Fails with kRefused, and a message that shows none of
/// the bytes, for: NUL or CR anywhere, a line without '=', an empty key, a line
/// of more than 65,535 bytes with its LF, more than 1,024 lines or 1 MiB, a
/// last line without LF, and a second `protocol`, `host`, `username`,
/// `password` or `path`.
Result<Record> ParseRecord(SecretString text);

/// Reads a record from \a fd, waiting for slow writers, and stops at the blank
/// line without waiting for the end. A descriptor that is closed or not open
/// for reading gives an empty record. Fails as ParseRecord().
Result<Record> ReadRecord(int fd);

/// True when \a text can be a value of a record: it has no LF, CR or NUL.
bool IsOneLine(std::string_view text);

/// Collects the lines of a record. It is then written whole or not at all.
class RecordWriter {
 public:
  /// Adds a line. A \a value with NUL, CR or LF makes the whole record
  /// unusable, since it would be more than one line. \a key is a constant and
  /// outlives this.
  void Add(std::string_view key, std::string_view value);

  /// Fails with kCorrupt, naming the key, when a value could not be added.
  Result<void> Check() const;

  /// Writes all lines with one write(2). Fails as Check() and then writes
  /// nothing; fails with kUnavailable when the reader has closed \a fd.
  Result<void> WriteTo(int fd) const;

  /// All lines; empty when Check() fails.
  std::string_view text() const { return text_; }

 private:
  SecretString text_;
  std::string_view bad_key_;
};

}  // namespace hf

#endif  // HF_SRC_PROTOCOL_RECORD_H_
