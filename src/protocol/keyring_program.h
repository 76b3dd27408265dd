// SPDX-License-Identifier: Apache-2.0
// Calls to the keyring program, the only program that uses the Secret Service.
// Each call starts it anew and kills it when it takes too long, so that no
// service can make the caller hang or crash.

#ifndef HF_SRC_PROTOCOL_KEYRING_PROGRAM_H_
#define HF_SRC_PROTOCOL_KEYRING_PROGRAM_H_

#include <optional>
#include <string>
#include <string_view>

#include "hf/result.h"
#include "src/hub/endpoint.h"
#include "src/store/outside_tokens.h"
#include "src/store/token_store.h"
#include "src/text/record.h"

namespace hf {

/// How many seconds the program may take: without a dialog, and while the user
/// answers a dialog.
inline constexpr int kKeyringSeconds = 5;
inline constexpr int kKeyringDialogSeconds = 70;

// Its operations. The fields `endpoint`, `name` and `account` name a token; its
// secrets are `password`, `oauth_refresh_token`, `password_expiry_utc`,
// `lifetime` and `previous_password`. Exit status 3: there is no such token.
// After a failure the answer has `error` and `hint`, and `locked=1` when
// unlocking would help; the option kKeyringUnlock then allows a dialog.

inline constexpr std::string_view kKeyringUnlock = "--unlock";

/// Answers with the name of the default keyring, unlocked, as `keyring`.
inline constexpr std::string_view kKeyringCheck = "check";
/// Answers with the names of all tokens.
inline constexpr std::string_view kKeyringList = "list";
/// Takes a name. Answers with the secrets.
inline constexpr std::string_view kKeyringGet = "get";
/// Takes `endpoint` and `password`. Answers with the name of the token whose
/// password this is, or was before a refresh.
inline constexpr std::string_view kKeyringFind = "find";
/// Takes a name and secrets, and keeps them.
inline constexpr std::string_view kKeyringStore = "store";
/// Takes a name, and forgets that token.
inline constexpr std::string_view kKeyringErase = "erase";

/// Whether the keyring's service may open a dialog of its own.
enum class Prompt { kNever, kAllowed };

/// The tokens in the keyring. Every call fails with kUnavailable, within
/// kKeyringSeconds, when the keyring cannot be used. Nothing has then changed,
/// unless the service made the change and could not confirm it.
class KeyringProgram {
 public:
  /// \a path is where the program is installed. Before a dialog to unlock the
  /// keyring opens, stderr says so.
  explicit KeyringProgram(std::string path, Prompt prompt = Prompt::kNever)
      : path_(std::move(path)), prompt_(prompt) {}

  /// \a known with its secrets. Fails with kNoSuchToken when the keyring does
  /// not have it.
  Result<StoredToken> Load(const StoredToken& known) const;

  /// Keeps \a token in place of what the keyring has by that name.
  Result<void> Keep(const StoredToken& token) const;

  /// Succeeds also when there is no such token.
  Result<void> Forget(const StoredToken& token) const;

  /// The name of the token at \a endpoint that is \a token, or was it before a
  /// refresh. Nothing when there is none.
  Result<std::optional<std::string>> NameOf(const std::string& endpoint,
                                            std::string_view token) const;

  /// Fails when the keyring could not keep a token now.
  Result<void> Check() const;

 private:
  Result<Record> Ask(std::string_view operation,
                     const RecordWriter& request) const;

  std::string path_;
  Prompt prompt_;
};

/// The keyring program of this installation. \a place is its path relative to
/// the folder of the program that runs, as ProgramAt() takes it.
KeyringProgram InstalledKeyring(std::string_view place,
                                Prompt prompt = Prompt::kNever);

/// The keyring's name for \a token, if it is one of the keyring's tokens for
/// \a hub, or was it before a refresh; else nothing. Does not run the keyring
/// program when \a names have no token for that Hub. Fails as
/// KeyringProgram::NameOf: it is then not known whether the keyring has
/// \a token.
Result<std::optional<std::string>> NameInKeyring(const OutsideTokens& names,
                                                 const KeyringProgram& keyring,
                                                 const Endpoint& hub,
                                                 std::string_view token);

}  // namespace hf

#endif  // HF_SRC_PROTOCOL_KEYRING_PROGRAM_H_
