// SPDX-License-Identifier: Apache-2.0
#include "src/configparser/ini.h"

#include <algorithm>
#include <cstddef>

#include "src/configparser/ini_reader.h"

namespace hf {
namespace {

/// Puts \a defaults before the options of \a own. An option of both stays in
/// the place of the default, with the value of \a own.
void Overlay(const IniSection& defaults, IniSection& own) {
  auto options = defaults.options;
  const auto end = static_cast<std::ptrdiff_t>(options.size());
  for (auto& option : own.options) {
    const auto same = std::find_if(
        options.begin(), options.begin() + end,
        [&](const auto& old) { return old.first == option.first; });
    if (same == options.begin() + end) {
      options.push_back(std::move(option));
    } else {
      same->second = std::move(option.second);
    }
  }
  own.options = std::move(options);
}

}  // namespace

std::size_t Ini::EndOf(std::size_t index) const {
  return index + 1 < starts_.size() ? starts_[index + 1] : text_.size();
}

IniSection Ini::Section(std::size_t index) const {
  const std::size_t start = starts_[index];
  IniSection section = ReadIniSection(
      std::string_view(text_).substr(start, EndOf(index) - start));
  if (!defaults_.options.empty()) Overlay(defaults_, section);
  return section;
}

std::vector<std::size_t> Ini::Mentioning(std::string_view words) const {
  std::vector<std::size_t> found;
  if (!defaults_.options.empty()) {
    for (std::size_t index = 0; index < size(); ++index) found.push_back(index);
    return found;
  }
  if (starts_.empty()) return found;
  const std::string_view text = text_;
  std::size_t at = text.find(words, starts_[0]);
  while (at != text.npos) {
    const auto next = std::upper_bound(starts_.begin(), starts_.end(), at);
    found.push_back(static_cast<std::size_t>(next - starts_.begin()) - 1);
    if (next == starts_.end()) break;
    at = text.find(words, *next);
  }
  return found;
}

std::variant<Ini, IniError> ParseIni(SecretString text) {
  Ini ini;
  ini.text_ = std::move(text);
  if (const auto error = IndexIni(ini.text_, ini.starts_, ini.defaults_)) {
    return *error;
  }
  return ini;
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
