// SPDX-License-Identifier: Apache-2.0
#include "src/configparser/quick_search.h"

#include <string.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "src/configparser/ini_line.h"

namespace hf {
namespace {

constexpr std::size_t kMostKeys = 16;
constexpr std::string_view kDelimiter = " = ";

bool IsPlain(char byte) {
  const auto code = static_cast<unsigned char>(byte);
  return code >= 0x20 && code < 0x80;
}

std::uint64_t EightBytes(const char* bytes) {
  std::uint64_t word;
  memcpy(&word, bytes, sizeof word);
  return word;
}

/// The index of the first byte that is not 0.
std::size_t FirstByte(std::uint64_t word) {
  return static_cast<std::size_t>(std::countr_zero(word)) / 8;
}

/// How many bytes at the start of \a text are plain. Compares sixteen at a
/// time; as signed numbers, those above 0x7f are less than a blank, too.
inline std::size_t PlainPrefix(std::string_view text) {
  using Bytes [[gnu::vector_size(16)]] = signed char;
  std::size_t at = 0;
  for (Bytes bytes; at + sizeof bytes <= text.size(); at += sizeof bytes) {
    memcpy(&bytes, text.data() + at, sizeof bytes);
    const Bytes is_odd = bytes < ' ';
    std::uint64_t mask[2];
    memcpy(mask, &is_odd, sizeof mask);
    if ((mask[0] | mask[1]) == 0) continue;
    if constexpr (std::endian::native != std::endian::little) break;
    return at + (mask[0] != 0 ? FirstByte(mask[0])
                              : sizeof mask[0] + FirstByte(mask[1]));
  }
  while (at < text.size() && IsPlain(text[at])) ++at;
  return at;
}

constexpr std::array<bool, 256> kIsKeyByte = [] {
  std::array<bool, 256> is_key_byte{};
  for (unsigned byte = 'a'; byte <= 'z'; ++byte) is_key_byte[byte] = true;
  is_key_byte['_'] = true;
  return is_key_byte;
}();

/// The size of the key that \a line begins with; 0 when \a line is not
/// `key = value`.
std::size_t KeySize(std::string_view line) {
  std::size_t size = 0;
  while (size < line.size() &&
         kIsKeyByte[static_cast<unsigned char>(line[size])]) {
    ++size;
  }
  const bool is_key =
      line.size() - size >= kDelimiter.size() &&
      memcmp(line.data() + size, kDelimiter.data(), kDelimiter.size()) == 0;
  return is_key ? size : 0;
}

/// True when \a text contains \a words. Nearly every text is shorter, or is a
/// token of the same size with other last bytes.
inline bool Contains(std::string_view text, std::string_view words) {
  constexpr std::size_t kEight = sizeof(std::uint64_t);
  if (text.size() < words.size()) return false;
  const bool is_other = text.size() == words.size() && text.size() >= kEight &&
                        EightBytes(text.data() + text.size() - kEight) !=
                            EightBytes(words.data() + words.size() - kEight);
  return !is_other && text.find(words) != text.npos;
}

enum class End { kWhole, kCutOff, kOtherForm };

/// Reads one section of a text after another.
class SectionReader {
 public:
  SectionReader(std::string_view text, std::string_view words)
      : rest_(text), words_(words) {}

  /// Reads the next section, which the other functions are then about.
  End Read() {
    const std::string_view start = rest_;
    count_ = 0;
    End end = ReadHeader();
    while (end == End::kWhole && !rest_.starts_with('\n')) end = ReadOption();
    if (end != End::kWhole) return end;
    rest_.remove_prefix(1);
    section_ = start.substr(0, start.size() - rest_.size());
    return end;
  }

  std::string_view name() const { return name_; }
  std::string_view section() const { return section_; }
  bool contains_words() const { return contains_words_; }

 private:
  /// Takes a line of plain bytes from the text, without its line break.
  End TakeLine(std::string_view& line) {
    const std::size_t size = PlainPrefix(rest_);
    if (size == rest_.size()) return End::kCutOff;
    if (rest_[size] != '\n') return End::kOtherForm;
    line = rest_.substr(0, size);
    rest_.remove_prefix(size + 1);
    return End::kWhole;
  }

  End ReadHeader() {
    std::string_view line;
    if (const End end = TakeLine(line); end != End::kWhole) return end;
    const bool is_header =
        line.size() > 2 && line.front() == '[' && line.back() == ']';
    if (!is_header) return End::kOtherForm;
    name_ = line.substr(1, line.size() - 2);
    contains_words_ = Contains(name_, words_);
    return name_ == "DEFAULT" ? End::kOtherForm : End::kWhole;
  }

  End ReadOption() {
    std::string_view line;
    if (const End end = TakeLine(line); end != End::kWhole) return end;
    const std::size_t size = KeySize(line);
    if (size == 0 || !AddKey(line.substr(0, size))) return End::kOtherForm;
    // The words have no blank, so they are not around the delimiter.
    contains_words_ = contains_words_ ||
                      Contains(line.substr(0, size), words_) ||
                      Contains(line.substr(size + kDelimiter.size()), words_);
    return End::kWhole;
  }

  /// False when the section has \a key already, or has very many keys.
  bool AddKey(std::string_view key) {
    if (count_ == kMostKeys) return false;
    for (std::size_t at = 0; at < count_; ++at) {
      if (keys_[at] == key) return false;
    }
    keys_[count_++] = key;
    return true;
  }

  std::string_view rest_;
  const std::string_view words_;
  std::string_view name_, section_;
  std::string_view keys_[kMostKeys];
  std::size_t count_ = 0;
  bool contains_words_ = false;
};

}  // namespace

QuickSearch::QuickSearch(std::string_view words)
    : may_search_(!words.empty() &&
                  std::all_of(words.begin(), words.end(), IsInk)),
      words_(words) {}

std::optional<std::size_t> QuickSearch::Read(std::string_view text) {
  if (!may_search_) return std::nullopt;
  SectionReader section(text, words_);
  std::string_view last = last_name_;
  std::size_t size = 0;
  for (;;) {
    const End end = section.Read();
    if (end == End::kOtherForm) return std::nullopt;
    if (end == End::kCutOff) break;
    if (section.name() <= last) return std::nullopt;
    last = section.name();
    size += section.section().size();
    if (section.contains_words()) found_.append(section.section());
  }
  last_name_ = SecretString(last);
  return size;
}

}  // namespace hf
