// SPDX-License-Identifier: Apache-2.0
// The tokens that git itself has stored. A repository can make git store
// tokens, so they have their own size limit, and are removed before tokens of
// users.

#ifndef HF_SRC_STORE_GIT_TOKENS_H_
#define HF_SRC_STORE_GIT_TOKENS_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/configparser/ini_section.h"

namespace hf {

/// A token that git stores.
struct GitToken {
  std::string_view token;
  std::string_view username;
  std::string_view endpoint;
  std::optional<std::string_view> expires_at{};  ///< Unix seconds, as text.
};

/// The name for a token that git stores for \a username: that name, or "git"
/// when it is empty, "hf_user", or not fit for a name. If \a is_taken, the
/// first of NAME-2, NAME-3 and so on that is not.
std::string NameForGitToken(
    std::string_view username,
    const std::function<bool(const std::string& name)>& is_taken);

/// Writes \a token to \a section, one of \a sections, as the newest token that
/// git has stored.
void SetGitToken(const GitToken& token, IniSection& section,
                 const std::vector<IniSection>& sections);

/// Removes tokens that git has stored from \a sections, the oldest first, until
/// these take at most 512 KiB and all sections together at most 1 MiB. Never
/// removes a token that a user saved. False when nothing had to be removed.
bool MakeRoom(std::vector<IniSection>& sections);

}  // namespace hf

#endif  // HF_SRC_STORE_GIT_TOKENS_H_
