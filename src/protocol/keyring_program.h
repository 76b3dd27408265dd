// SPDX-License-Identifier: Apache-2.0
// Work for the program for the keyring, which alone talks to the Secret
// Service. It is run anew for each question and killed when it takes too long,
// so that no service can hang or crash who asks.

#ifndef HF_SRC_PROTOCOL_KEYRING_PROGRAM_H_
#define HF_SRC_PROTOCOL_KEYRING_PROGRAM_H_

#include <optional>
#include <string>
#include <string_view>

#include "hf/result.h"
#include "src/hub/endpoint.h"
#include "src/store/keyring_names.h"
#include "src/store/token_store.h"
#include "src/text/record.h"

namespace hf {

/// How long it may take; and when a person has a dialog to answer.
inline constexpr int kKeyringSeconds = 5;
inline constexpr int kKeyringDialogSeconds = 70;

// Its operations. A token is named by `endpoint`, `name` and `account`; its
// secrets are `password`, `oauth_refresh_token`, `password_expiry_utc`,
// `lifetime` and `previous_password`. Exit status 3: there is no such token. A
// failure answers with `error` and `hint`, and `locked=1` where unlocking would
// help, for which the option after the operation allows a dialog.

inline constexpr std::string_view kKeyringUnlock = "--unlock";

/// Is there a keyring that takes tokens? Its name as `keyring`.
inline constexpr std::string_view kKeyringCheck = "check";
/// The names of all tokens.
inline constexpr std::string_view kKeyringList = "list";
/// By name: the secrets.
inline constexpr std::string_view kKeyringGet = "get";
/// `endpoint`, `password`: the name of the token that is or was this one.
inline constexpr std::string_view kKeyringFind = "find";
/// Name and secrets: keep them.
inline constexpr std::string_view kKeyringStore = "store";
/// By name: forget it.
inline constexpr std::string_view kKeyringErase = "erase";

/// Whether the keyring's service may open a dialog of its own.
enum class Prompt { kNever, kAllowed };

/// The tokens that the keyring keeps. Every call fails with kUnavailable when
/// it cannot be asked, within kKeyringSeconds; nothing has then been changed,
/// unless the service did it and could not say so.
class KeyringProgram {
 public:
  /// \a path is where it is installed. A dialog to unlock the keyring is
  /// announced on stderr.
  explicit KeyringProgram(std::string path, Prompt prompt = Prompt::kNever)
      : path_(std::move(path)), prompt_(prompt) {}

  /// \a known with its secrets. Fails with kNoSuchToken when the keyring does
  /// not have it.
  Result<StoredToken> Load(const StoredToken& known) const;

  /// Keeps \a token in place of what the keyring has by that name.
  Result<void> Keep(const StoredToken& token) const;

  /// Done also when there is none.
  Result<void> Forget(const StoredToken& token) const;

  /// The name of the token at \a endpoint that is or was \a token.
  Result<std::optional<std::string>> NameOf(const std::string& endpoint,
                                            std::string_view token) const;

  /// Whether a token could be kept now.
  Result<void> Check() const;

 private:
  Result<Record> Ask(std::string_view operation,
                     const RecordWriter& request) const;

  std::string path_;
  Prompt prompt_;
};

/// The program for the keyring of this installation. \a place is its path from
/// the directory of the program that runs, as ProgramAt() takes it.
KeyringProgram InstalledKeyring(std::string_view place,
                                Prompt prompt = Prompt::kNever);

/// The keyring's name for \a token, which is or was one of its tokens for
/// \a hub. Not asked, and nothing, when \a names have none for that Hub. Fails
/// as KeyringProgram::NameOf: then nobody knows.
Result<std::optional<std::string>> NameInKeyring(const KeyringNames& names,
                                                 const KeyringProgram& keyring,
                                                 const Endpoint& hub,
                                                 std::string_view token);

}  // namespace hf

#endif  // HF_SRC_PROTOCOL_KEYRING_PROGRAM_H_
