// SPDX-License-Identifier: Apache-2.0
// The tokens that `hf`, `git-credential-hf` and git have saved: the file
// `stored_tokens` that we share with the Hub's Python library, and the token
// file that says which one is active (hub-contract §5).

#ifndef HF_SRC_STORE_TOKEN_STORE_H_
#define HF_SRC_STORE_TOKEN_STORE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hf/result.h"
#include "src/configparser/ini.h"
#include "src/files/secret_file.h"
#include "src/hub/endpoint.h"

namespace hf {

/// The keys of a section. The first three are Python's; the library keeps the
/// others when it rewrites the file.
inline constexpr std::string_view kTokenKey = "hf_token";
inline constexpr std::string_view kRefreshTokenKey = "refresh_token";
inline constexpr std::string_view kExpiresAtKey = "expires_at";
inline constexpr std::string_view kUserKey = "user";
inline constexpr std::string_view kEndpointKey = "endpoint";
inline constexpr std::string_view kSourceKey = "source";
inline constexpr std::string_view kUsernameKey = "username";
inline constexpr std::string_view kClientIdKey = "client_id";
inline constexpr std::string_view kLifetimeKey = "lifetime";
inline constexpr std::string_view kPreviousTokenKey = "previous_token";
inline constexpr std::string_view kRefreshTriedAtKey = "refresh_tried_at";
inline constexpr std::string_view kRejectedAtKey = "rejected_at";

/// Longer names, in bytes, are not kept.
inline constexpr std::size_t kLongestName = 256;

/// The `source` of a token that git stored rather than a person.
inline constexpr std::string_view kSourceGit = "git";

/// One saved token.
struct StoredToken {
  std::string name;
  SecretString token;  ///< Empty when the section has none.
  std::optional<SecretString> refresh_token;
  std::optional<std::int64_t> expires_at;  ///< Unix seconds.
  std::optional<std::string> user;         ///< The account, when recorded.
  std::optional<std::string> endpoint;     ///< Its Hub, when recorded.
  std::optional<std::string> username;     ///< Whom git stored it for.
  bool from_git = false;  ///< Git stored it; nobody logged in with it.
  /// The keyring has its secrets; this is what we know without them.
  bool in_keyring = false;

  // Of tokens that can be refreshed.
  std::optional<std::string> client_id;  ///< Whom it was granted to.
  std::optional<std::int64_t> lifetime;  ///< Seconds a new one is good for.
  std::optional<SecretString> previous_token;  ///< What the last one replaced.
  std::optional<std::int64_t> refresh_tried_at;  ///< The last attempt, failed.

  /// When the Hub said that it is dead, in Unix seconds.
  std::optional<std::int64_t> rejected_at;

  /// True when a record of where this token belongs does not forbid it to go to
  /// \a hub. An endpoint that cannot be read goes nowhere.
  bool MayGoTo(const Endpoint& hub) const;

  bool IsExpired() const;

  /// True when it can be refreshed and has less than 24 hours left
  /// (hub-contract §13), or less than half of its life where that is known to
  /// be shorter: else it would be refreshed every time. While it is valid it is
  /// not due for 5 minutes after a try, as with Python's.
  bool IsRefreshDue() const;

  /// True when \a token is this one, or the one that it has replaced.
  bool Matches(std::string_view other) const {
    return token == other || (previous_token && *previous_token == other);
  }

  /// The name that git stored it with.
  const std::string& StoredUsername() const {
    return username ? *username : name;
  }
};

/// A time or a duration as Python's int() reads it: blanks around, a sign,
/// single underscores between digits. Nothing for anything else and for what
/// does not fit.
std::optional<std::int64_t> ParseSeconds(std::string_view text);

/// The token that \a section describes.
StoredToken TokenOf(const IniSection& section);

/// What the store held at one moment.
class TokenStore {
 public:
  /// Reads \a path; a missing file is an empty store. Reads again while
  /// another program is writing. Fails with kCorrupt, naming file and line,
  /// when Python could not read it either; with kUnavailable when it stays
  /// empty or half-written; else as ReadSecretFile.
  static Result<TokenStore> Read(const std::string& path);

  /// The same by \a read, which reads \a path in its own way.
  using ReadFile = std::function<Result<std::optional<SecretFile>>()>;
  static Result<TokenStore> ReadBy(const ReadFile& read,
                                   const std::string& path);

  /// The file's bytes; empty when there is none.
  std::string_view text() const {
    return ini_ ? ini_->text() : std::string_view();
  }

  /// In file order.
  std::size_t size() const { return ini_ ? ini_->size() : 0; }
  StoredToken operator[](std::size_t index) const;

  /// The tokens whose sections hold \a words somewhere, in file order: those to
  /// look at for a token, a name or an account.
  std::vector<StoredToken> Mentioning(std::string_view words) const;

  /// The sections, [DEFAULT] among them, whose text holds \a words.
  std::vector<IniSection> SectionsWith(std::string_view words) const;

  /// The token called \a name, or nothing.
  std::optional<StoredToken> Find(std::string_view name) const;

  /// All sections, for an edit; nothing when they would exceed 1 MiB.
  std::optional<std::vector<IniSection>> CopySections() const;

 private:
  std::optional<Ini> ini_;
};

/// The section called \a name, or null.
IniSection* FindSection(std::vector<IniSection>& sections,
                        std::string_view name);

/// The section called \a name, added if there is none.
IniSection& SectionCalled(std::vector<IniSection>& sections,
                          std::string_view name);

/// False when there was no section called \a name.
bool RemoveSection(std::vector<IniSection>& sections, std::string_view name);

/// Gives the record of \a gone, whose section is removed, to the other sections
/// of the same token that have none: without one a token may go to more Hubs.
void PassOnRecord(const StoredToken& gone, std::vector<IniSection>& sections);

/// True when a person may call a token \a name: the store can hold it
/// (hub-contract §7: UTF-8, not empty, not "DEFAULT", no line breaks), it has
/// no "]", which would end it for many readers, and at most 256 bytes.
/// A name that the store has already need not be one of these.
bool IsStorableName(std::string_view name);

/// True when a name that comes from the Hub, from git or from a URL may be
/// kept: IsStorableName(), and no control characters.
bool IsPlainName(std::string_view name);

/// \a base for 1; else "BASE-2" and so on, where a long \a base loses its end
/// so that the whole has at most 256 bytes.
std::string NumberedName(std::string_view base, int count);

/// True when \a text has a control character: NUL, a line break, an escape, or
/// one of U+0080 to U+009F. \a text must be valid UTF-8.
bool HasControls(std::string_view text);

}  // namespace hf

#endif  // HF_SRC_STORE_TOKEN_STORE_H_
