// SPDX-License-Identifier: Apache-2.0
// The tokens that `hf`, `git-credential-hf` and git have saved: the file
// `stored_tokens`, which this program shares with the Hub's Python library
// (hub-contract §5).

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
#include "src/store/token_command.h"

namespace hf {

/// The keys of a section. The first three are Python's; the Python library
/// keeps the others when it rewrites the file.
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

/// The greatest length of a token's name, in bytes.
inline constexpr std::size_t kLongestName = 256;

/// The `source` of a token that git stored.
inline constexpr std::string_view kSourceGit = "git";

/// One saved token.
struct StoredToken {
  std::string name;
  SecretString token;  ///< Empty when the section has none.
  std::optional<SecretString> refresh_token;
  std::optional<std::int64_t> expires_at;  ///< Unix seconds.
  std::optional<std::string> user;         ///< The account, when recorded.
  std::optional<std::string> endpoint;     ///< Its Hub, when recorded.
  std::optional<std::string> username;     ///< The user name, if git stored it.
  bool from_git = false;  ///< Git stored it; no user logged in with it.
  /// Its secrets are in the keyring and may be missing here.
  bool in_keyring = false;
  /// Prints the token. It is in no file, and may be missing here.
  std::optional<TokenCommand> command{};

  // Only for tokens that can be refreshed.
  std::optional<std::string> client_id;        ///< The OAuth client.
  std::optional<std::int64_t> lifetime;        ///< Of a new token, in seconds.
  std::optional<SecretString> previous_token;  ///< The one it replaced.
  std::optional<std::int64_t> refresh_tried_at;  ///< The last failure.

  /// When the Hub said that it is not valid, in Unix seconds.
  std::optional<std::int64_t> rejected_at;

  /// True when its secrets are in no file of this program.
  bool IsOutside() const { return in_keyring || command; }

  /// Where its secrets are: "file", "keyring" or "command".
  std::string_view Place() const;

  /// True when this token may be sent to \a hub: its recorded endpoint is
  /// \a hub, or it has none. False when the recorded endpoint is not a URL of a
  /// Hub.
  bool MayGoTo(const Endpoint& hub) const;

  bool IsExpired() const;

  /// True when it can be refreshed and expires in less than 24 hours
  /// (hub-contract §13). A token with a lifetime of less than 48 hours is due
  /// in the second half of it: else it would be refreshed at every use. A token
  /// that is still valid is not due for 5 minutes after a failed try, as in
  /// Python.
  bool IsRefreshDue() const;

  /// True when \a other is this token, or the one that it has replaced.
  bool Matches(std::string_view other) const {
    return token == other || (previous_token && *previous_token == other);
  }

  /// The user name that git stored it with.
  const std::string& StoredUsername() const {
    return username ? *username : name;
  }
};

/// A time or a duration as Python's int() reads it: with white space around it,
/// a sign, and single underscores between digits. Nothing for any other text
/// and for a number of more than 64 bits.
std::optional<std::int64_t> ParseSeconds(std::string_view text);

/// The token that \a section describes.
StoredToken TokenOf(const IniSection& section);

/// The content of the store at one moment.
class TokenStore {
 public:
  /// Reads \a path; a missing file is an empty store. Reads again while another
  /// program is writing. Fails with kCorrupt, naming file and line, when Python
  /// cannot read the file either; with kUnavailable when the file stays
  /// half-written; else as ReadSecretFile.
  static Result<TokenStore> Read(const std::string& path);

  /// The same, quicker for a large file, when only Mentioning() and
  /// SectionsWith() of the same \a words are needed: the result may have only
  /// the sections that contain them.
  static Result<TokenStore> ReadSectionsWith(std::string_view words,
                                             const std::string& path);

  /// False after ReadSectionsWith() when there may be other sections.
  bool is_whole() const { return is_whole_; }

  /// The same as Read() with \a read, which reads \a path.
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

  /// The tokens whose sections contain \a words anywhere, in file order. For
  /// finding a token, a name or an account without reading all sections.
  std::vector<StoredToken> Mentioning(std::string_view words) const;

  /// The sections whose text contains \a words, and [DEFAULT] if it has
  /// options.
  std::vector<IniSection> SectionsWith(std::string_view words) const;

  /// The token called \a name, or nothing.
  std::optional<StoredToken> Find(std::string_view name) const;

  /// All sections, for an edit; nothing when they would exceed 1 MiB.
  std::optional<std::vector<IniSection>> CopySections() const;

 private:
  std::optional<Ini> ini_;
  bool is_whole_ = true;
};

/// The section called \a name, or null.
IniSection* FindSection(std::vector<IniSection>& sections,
                        std::string_view name);

/// The section called \a name, added if there is none.
IniSection& SectionCalled(std::vector<IniSection>& sections,
                          std::string_view name);

/// False when there was no section called \a name.
bool RemoveSection(std::vector<IniSection>& sections, std::string_view name);

/// Copies the endpoint of \a removed, whose section has been removed, to the
/// other sections of the same token that have none: a token without a recorded
/// endpoint may go to more Hubs.
void PassOnRecord(const StoredToken& removed,
                  std::vector<IniSection>& sections);

/// True when a user may give a token this name: the store can contain it
/// (hub-contract §7: UTF-8, not empty, not "DEFAULT", no line breaks), it has
/// no "]", which ends the name for many parsers, and at most 256 bytes. Names
/// that are already in the store may break these rules.
bool IsStorableName(std::string_view name);

/// True when a name from the Hub, from git or from a URL may be saved:
/// IsStorableName(), and no control characters.
bool IsPlainName(std::string_view name);

/// \a base when \a count is 1; else "BASE-2" and so on. A long \a base is cut
/// so that the name has at most 256 bytes.
std::string NumberedName(std::string_view base, int count);

/// True when \a text has a control character: NUL, a line break, an escape, or
/// one of U+0080 to U+009F. \a text must be valid UTF-8.
bool HasControls(std::string_view text);

}  // namespace hf

#endif  // HF_SRC_STORE_TOKEN_STORE_H_
