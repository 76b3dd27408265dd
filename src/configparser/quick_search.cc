// SPDX-License-Identifier: Apache-2.0
#include "src/configparser/quick_search.h"

#include <string.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "src/configparser/ini_line.h"
#include "src/configparser/plain_bytes.h"

namespace hf {
namespace {

constexpr std::size_t kMostKeys = 16;
constexpr std::string_view kDelimiter = " = ";
constexpr std::string_view kMostLinesBegin = "hf_token = ";

inline bool BeginsWith(std::string_view text, std::string_view words) {
  return text.size() >= words.size() &&
         memcmp(text.data(), words.data(), words.size()) == 0;
}

std::uint64_t EightBytes(const char* bytes) {
  std::uint64_t word;
  memcpy(&word, bytes, sizeof word);
  return word;
}

constexpr std::size_t kEight = sizeof(std::uint64_t);

/// The order of std::string_view. Names are short, so that to call memcmp(3)
/// for each takes longer; the first eight bytes of most are equal.
inline bool IsGreater(std::string_view name, std::string_view other) {
  const std::size_t common = std::min(name.size(), other.size());
  const bool begin_equally =
      common >= kEight && EightBytes(name.data()) == EightBytes(other.data());
  std::size_t at = begin_equally ? kEight : 0;
  const char* const bytes = name.data();
  const char* const others = other.data();
  while (at < common && bytes[at] == others[at]) ++at;
  if (at == common) return name.size() > other.size();
  return static_cast<unsigned char>(bytes[at]) >
         static_cast<unsigned char>(others[at]);
}

constexpr std::array<bool, 256> kIsKeyByte = [] {
  std::array<bool, 256> is_key_byte{};
  for (unsigned byte = 'a'; byte <= 'z'; ++byte) is_key_byte[byte] = true;
  is_key_byte['_'] = true;
  return is_key_byte;
}();

/// The size of the key that \a line begins with; 0 when \a line is not
/// `key = value`.
[[gnu::noinline]] std::size_t SizeOfAnyKey(std::string_view line) {
  std::size_t size = 0;
  while (size < line.size() &&
         kIsKeyByte[static_cast<unsigned char>(line[size])]) {
    ++size;
  }
  return BeginsWith(line.substr(size), kDelimiter) ? size : 0;
}

inline std::size_t KeySize(std::string_view line) {
  if (!BeginsWith(line, kMostLinesBegin)) return SizeOfAnyKey(line);
  return kMostLinesBegin.size() - kDelimiter.size();
}

[[gnu::noinline]] bool ContainsSomewhere(std::string_view text,
                                         std::string_view words) {
  return text.find(words) != text.npos;
}

/// True when \a text contains \a words. Nearly every text is shorter, or is a
/// token of the same size with other last bytes.
inline bool Contains(std::string_view text, std::string_view words) {
  if (text.size() < words.size()) return false;
  const bool is_other = text.size() == words.size() && text.size() >= kEight &&
                        EightBytes(text.data() + text.size() - kEight) !=
                            EightBytes(words.data() + words.size() - kEight);
  return !is_other && ContainsSomewhere(text, words);
}

enum class End { kWhole, kCutOff, kOtherForm };

/// Reads one section of a text after another.
class SectionReader {
 public:
  SectionReader(std::string_view text, std::string_view words)
      : rest_(text), words_(words) {}

  /// Reads the next section, which the other functions are then about.
  End Read() {
    const char* const start = rest_.data();
    count_ = 0;
    End end = ReadHeader();
    while (end == End::kWhole && !rest_.starts_with('\n')) end = ReadOption();
    if (end != End::kWhole) return end;
    rest_.remove_prefix(1);
    section_ = {start, static_cast<std::size_t>(rest_.data() - start)};
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
    line = TakeLineOf(size);
    return End::kWhole;
  }

  std::string_view TakeLineOf(std::size_t size) {
    const std::string_view line(rest_.data(), size);
    rest_ = {line.data() + size + 1, rest_.size() - size - 1};
    return line;
  }

  End ReadHeader() {
    std::string_view line;
    if (const End end = TakeLine(line); end != End::kWhole) return end;
    const bool is_header =
        line.size() > 2 && line.front() == '[' && line.back() == ']';
    if (!is_header) return End::kOtherForm;
    name_ = {line.data() + 1, line.size() - 2};
    contains_words_ = Contains(name_, words_);
    return name_ == "DEFAULT" ? End::kOtherForm : End::kWhole;
  }

  End ReadOption() {
    // Nearly all tokens have the same size. The processor then goes on with the
    // next line while it still looks at the bytes of this one.
    std::string_view line;
    if (BeginsWithLineOf(usual_size_, rest_)) {
      line = TakeLineOf(usual_size_);
    } else if (const End end = TakeLine(line); end != End::kWhole) {
      return end;
    }
    usual_size_ = line.size();
    const std::size_t size = KeySize(line);
    if (size == 0 || !AddKey({line.data(), size})) return End::kOtherForm;
    // The words have no blank, so they are not around the delimiter.
    const std::size_t begin = size + kDelimiter.size();
    contains_words_ =
        contains_words_ || Contains({line.data(), size}, words_) ||
        Contains({line.data() + begin, line.size() - begin}, words_);
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
  std::size_t usual_size_ = 0;
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
    if (!IsGreater(section.name(), last)) return std::nullopt;
    last = section.name();
    size += section.section().size();
    if (section.contains_words()) found_.append(section.section());
  }
  last_name_ = SecretString(last);
  return size;
}

}  // namespace hf
