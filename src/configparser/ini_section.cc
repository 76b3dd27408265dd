// SPDX-License-Identifier: Apache-2.0
#include "src/configparser/ini_section.h"

namespace hf {

std::string Describe(const IniError& error) {
  const std::string line = "line " + std::to_string(error.line) + ": ";
  switch (error.fault) {
    case IniFault::kNotUtf8:
      return "it is not UTF-8 text";
    case IniFault::kNoHeader:
      return line + "there is no [section] before it";
    case IniFault::kDuplicateSection:
      return line + "this section name occurs twice";
    case IniFault::kDuplicateOption:
      return line + "this key occurs twice in its section";
    case IniFault::kNoOption:
      return line + "it is neither a section name nor 'key = value'";
  }
  return {};
}

std::optional<std::string_view> IniSection::Find(std::string_view key) const {
  for (const auto& [known, value] : options) {
    if (known == key) return value;
  }
  return std::nullopt;
}

void IniSection::Set(std::string_view key, std::string_view value) {
  for (auto& [known, old] : options) {
    if (known == key) {
      old = value;
      return;
    }
  }
  options.emplace_back(key, value);
}

void IniSection::Remove(std::string_view key) {
  std::erase_if(options,
                [&](const auto& option) { return option.first == key; });
}

}  // namespace hf
