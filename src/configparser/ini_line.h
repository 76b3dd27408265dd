// SPDX-License-Identifier: Apache-2.0
// One line of the store: its white space, its key, its section name.
//
// Inline, because every git command reads lines.

#ifndef HF_SRC_CONFIGPARSER_INI_LINE_H_
#define HF_SRC_CONFIGPARSER_INI_LINE_H_

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "src/configparser/python_str.h"

namespace hf {

/// True for visible ASCII, which nearly every line begins and ends with. Only
/// for other lines is the white space of Unicode searched: every git command
/// reads lines.
inline bool IsInk(char byte) { return byte > ' ' && byte < '\x7f'; }

/// A line without white space at its ends, by str.strip's rules.
struct Line {
  std::string_view stripped;
  std::size_t indent;  // In characters.
};

inline Line MeasureBlanks(std::string_view line) {
  const Indent indent = LeadingSpace(line);
  return {StripEnd(line.substr(indent.bytes)), indent.characters};
}

inline Line Measure(std::string_view line) {
  const bool has_blanks =
      !line.empty() && !(IsInk(line.front()) && IsInk(line.back()));
  return has_blanks ? MeasureBlanks(line) : Line{line, 0};
}

/// \a key without white space at its ends. Nearly every key has one blank
/// before its '='.
inline std::string_view StripKey(std::string_view key) {
  if (key.ends_with(' ')) key.remove_suffix(1);
  return Measure(key).stripped;
}

enum class KeyByte : unsigned char { kPlain, kDelimiter, kNeedsLower };

inline constexpr std::array<KeyByte, 256> kKeyBytes = [] {
  std::array<KeyByte, 256> bytes{};
  for (unsigned byte = 'A'; byte <= 'Z'; ++byte) {
    bytes[byte] = KeyByte::kNeedsLower;
  }
  bytes['='] = bytes[':'] = KeyByte::kDelimiter;
  return bytes;
}();

/// Where the key of an option ends, and whether it has a capital letter.
struct KeyEnd {
  std::size_t delimiter;
  bool needs_lower;
};

inline KeyEnd FindKeyEnd(std::string_view line) {
  bool needs_lower = false;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const KeyByte byte = kKeyBytes[static_cast<unsigned char>(line[at])];
    if (byte == KeyByte::kPlain) continue;
    if (byte == KeyByte::kDelimiter) return {at, needs_lower};
    needs_lower = true;
  }
  return {line.npos, needs_lower};
}

/// The section name in a header line; nothing when the line is not a header.
/// The name ends at the last ']', and what follows it is ignored.
inline std::optional<std::string_view> HeaderName(std::string_view stripped) {
  if (!stripped.starts_with('[')) return std::nullopt;
  const std::size_t close = stripped.rfind(']');
  if (close == stripped.npos || close < 2) return std::nullopt;
  return stripped.substr(1, close - 1);
}

}  // namespace hf

#endif  // HF_SRC_CONFIGPARSER_INI_LINE_H_
