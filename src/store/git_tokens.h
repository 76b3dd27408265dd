// SPDX-License-Identifier: Apache-2.0
// The tokens that git itself has stored. A repository can make git store some,
// so they have a bound of their own, and give way to a person's.

#ifndef HF_SRC_STORE_GIT_TOKENS_H_
#define HF_SRC_STORE_GIT_TOKENS_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/configparser/ini_section.h"

namespace hf {

/// A token as git stores it.
struct GitToken {
  std::string_view token;
  std::string_view username;
  std::string_view endpoint;
  std::optional<std::string_view> expires_at{};  ///< Unix seconds, as text.
};

/// The name for a token that git stores for \a username: that, or "git" where
/// it is none worth showing; else the first of NAME-2, NAME-3 and so on that is
/// not \a is_taken.
std::string NameForGitToken(
    std::string_view username,
    const std::function<bool(const std::string& name)>& is_taken);

/// Keeps \a token in \a section, one of \a sections, as the newest that git has
/// stored.
void SetGitToken(const GitToken& token, IniSection& section,
                 const std::vector<IniSection>& sections);

/// Removes what git has stored from \a sections, the oldest first, until that
/// takes at most 512 KiB and all sections together at most 1 MiB. What a
/// person saved stays, however much it is. False when there was room.
bool MakeRoom(std::vector<IniSection>& sections);

}  // namespace hf

#endif  // HF_SRC_STORE_GIT_TOKENS_H_
