// SPDX-License-Identifier: Apache-2.0
#include "src/store/git_tokens.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "src/files/secret_file.h"
#include "src/store/token_store.h"

namespace hf {
namespace {

constexpr std::string_view kOrderKey = "stored_order";

constexpr std::size_t kMostGitsBytes = kLargestSecretFile / 2;

bool IsGits(const IniSection& section) {
  return section.Find(kSourceKey) == kSourceGit;
}

/// A section without a number is older than all that have one.
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

}  // namespace

void MarkAsNewest(IniSection& section,
                  const std::vector<IniSection>& sections) {
  std::optional<std::int64_t> last;
  for (const IniSection& other : sections) {
    if (&other == &section || !IsGits(other)) continue;
    last = std::max(last.value_or(0), OrderOf(other));
  }
  if (last) {
    section.Set(kOrderKey, std::to_string(*last + 1));
  } else {
    section.Remove(kOrderKey);
  }
}

bool MakeRoom(std::vector<IniSection>& sections) {
  std::size_t all = 0, gits = 0;
  std::vector<IniSection*> removable;
  for (IniSection& section : sections) {
    const std::size_t size = SizeOf(section);
    all += size;
    if (!IsGits(section)) continue;
    gits += size;
    removable.push_back(&section);
  }
  const auto fits = [&] {
    return gits <= kMostGitsBytes && all <= kLargestSecretFile;
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
    gits -= size;
    section->name.clear();  // No section of the file is without a name.
  }
  return std::erase_if(sections, [](const IniSection& section) {
           return section.name.empty();
         }) > 0;
}

}  // namespace hf
