// SPDX-License-Identifier: Apache-2.0
#include "src/ini.h"

#include <algorithm>

namespace hf {

std::string Describe(const IniError& error) {
  const std::string line = "line " + std::to_string(error.line) + ": ";
  switch (error.fault) {
    case IniFault::kNotUtf8:
      return "it is not UTF-8 text";
    case IniFault::kNoHeader:
      return line + "no [section] stands before it";
    case IniFault::kDuplicateSection:
      return line + "the section comes twice";
    case IniFault::kDuplicateOption:
      return line + "the key comes twice in its section";
    case IniFault::kNoOption:
      return line + "it is neither a section nor 'key = value'";
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

std::optional<std::vector<IniSection>> Sections(const Ini& ini,
                                                std::size_t most_bytes) {
  std::vector<IniSection> sections;
  std::size_t bytes = 0;
  for (std::size_t at = 0; at < ini.size(); ++at) {
    const IniSection& section = sections.emplace_back(ini.Section(at));
    bytes += section.name.size();
    for (const auto& [key, value] : section.options) {
      bytes += key.size() + value.size();
    }
    if (bytes > most_bytes) return std::nullopt;
  }
  return sections;
}

SecretString SerializeIni(std::vector<IniSection> sections) {
  // The order of UTF-8 bytes is the order of code points, which is Python's.
  std::sort(sections.begin(), sections.end(),
            [](const IniSection& left, const IniSection& right) {
              return left.name < right.name;
            });
  SecretString text;
  for (const IniSection& section : sections) {
    text.append("[").append(section.name).append("]\n");
    for (const auto& [key, value] : section.options) {
      text.append(key).append(" = ");
      for (char byte : value) {
        text.push_back(byte);
        if (byte == '\n') text.push_back('\t');
      }
      text.push_back('\n');
    }
    text.push_back('\n');
  }
  return text;
}

}  // namespace hf
