// SPDX-License-Identifier: Apache-2.0
#include "src/store/git_tokens.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "src/files/secret_file.h"
#include "src/hub/access_token.h"
#include "src/store/token_store.h"

namespace hf {
namespace {

/// The section's name when the user name is not fit for one.
constexpr std::string_view kNamelessSection = "git";

constexpr std::string_view kOrderKey = "stored_order";

constexpr std::size_t kMostBytesFromGit = kLargestSecretFile / 2;

bool IsFromGit(const IniSection& section) {
  return section.Find(kSourceKey) == kSourceGit;
}

/// The order in which git stored \a section. A section without a number is
/// older than all with one.
std::int64_t OrderOf(const IniSection& section) {
  constexpr std::int64_t kLast = std::int64_t{1} << 62;
  const auto order = ParseSeconds(section.Find(kOrderKey).value_or(""));
  return std::clamp<std::int64_t>(order.value_or(0), 0, kLast);
}

/// How many bytes SerializeIni() writes for \a section.
std::size_t SizeOf(const IniSection& section) {
  std::size_t size = section.name.size() + 4;  // Brackets and two line ends.
  for (const auto& [key, value] : section.options) {
    const auto tabs = std::count(value.begin(), value.end(), '\n');
    size += key.size() + value.size() + 4 + static_cast<std::size_t>(tabs);
  }
  return size;
}

/// Marks \a section, one of \a sections, as the newest that git has stored, by
/// the growing number `stored_order`. A section without others of git needs no
/// number.
void MarkAsNewest(IniSection& section,
                  const std::vector<IniSection>& sections) {
  std::optional<std::int64_t> last;
  for (const IniSection& other : sections) {
    if (&other == &section || !IsFromGit(other)) continue;
    last = std::max(last.value_or(0), OrderOf(other));
  }
  if (last) {
    section.Set(kOrderKey, std::to_string(*last + 1));
  } else {
    section.Remove(kOrderKey);
  }
}

}  // namespace

std::string NameForGitToken(
    std::string_view username,
    const std::function<bool(const std::string& name)>& is_taken) {
  const bool nameless = username.empty() || username == kDefaultUsername ||
                        MayBeToken(username) || !IsPlainName(username);
  const std::string_view base = nameless ? kNamelessSection : username;
  std::string name(base);
  for (int count = 2; is_taken(name); ++count) name = NumberedName(base, count);
  return name;
}

void SetGitToken(const GitToken& token, IniSection& section,
                 const std::vector<IniSection>& sections) {
  section.Set(kTokenKey, token.token);
  section.Remove(kExpiresAtKey);
  if (token.expires_at) section.Set(kExpiresAtKey, *token.expires_at);
  section.Set(kEndpointKey, token.endpoint);
  section.Set(kSourceKey, kSourceGit);
  section.Set(kUsernameKey, token.username);
  MarkAsNewest(section, sections);
}

bool MakeRoom(std::vector<IniSection>& sections) {
  std::size_t all = 0, from_git = 0;
  std::vector<IniSection*> removable;
  for (IniSection& section : sections) {
    const std::size_t size = SizeOf(section);
    all += size;
    if (!IsFromGit(section)) continue;
    from_git += size;
    removable.push_back(&section);
  }
  const auto fits = [&] {
    return from_git <= kMostBytesFromGit && all <= kLargestSecretFile;
  };
  if (fits()) return false;
  std::stable_sort(removable.begin(), removable.end(),
                   [](const IniSection* left, const IniSection* right) {
                     return OrderOf(*left) < OrderOf(*right);
                   });
  for (IniSection* section : removable) {
    if (fits()) break;
    const std::size_t size = SizeOf(*section);
    all -= size;
    from_git -= size;
    section->name.clear();  // Marks it for removal: no section in the file has
                            // an empty name.
  }
  return std::erase_if(sections, [](const IniSection& section) {
           return section.name.empty();
         }) > 0;
}

}  // namespace hf
