// SPDX-License-Identifier: Apache-2.0
// Reading, line by line as hub-contract §6 writes the algorithm down.
#include <algorithm>
#include <array>
#include <deque>

#include "src/ini.h"
#include "src/python_text.h"
#include "src/seen_names.h"

namespace hf {
namespace {

/// ASCII that is no white space: what nearly every line begins and ends with.
/// Lines are read on every git command, so the rest of Unicode is asked only
/// when it is there.
bool IsInk(char byte) { return byte > ' ' && byte < '\x7f'; }

/// White space at both ends of a line, by str.strip's rules.
struct Line {
  std::string_view stripped;
  std::size_t indent;  // In characters.
};

Line MeasureBlanks(std::string_view line) {
  const Indent indent = LeadingSpace(line);
  return {StripEnd(line.substr(indent.bytes)), indent.characters};
}

Line Measure(std::string_view line) {
  const bool has_blanks =
      !line.empty() && !(IsInk(line.front()) && IsInk(line.back()));
  return has_blanks ? MeasureBlanks(line) : Line{line, 0};
}

/// A key, which nearly always has one blank between itself and its '='.
std::string_view StripKey(std::string_view key) {
  if (key.ends_with(' ')) key.remove_suffix(1);
  return Measure(key).stripped;
}

enum class KeyByte : unsigned char { kPlain, kDelimiter, kNeedsLower };

constexpr std::array<KeyByte, 256> kKeyBytes = [] {
  std::array<KeyByte, 256> bytes{};
  for (unsigned byte = 'A'; byte <= 'Z'; ++byte) {
    bytes[byte] = KeyByte::kNeedsLower;
  }
  for (unsigned byte = 0x80; byte < 0x100; ++byte) {
    bytes[byte] = KeyByte::kNeedsLower;
  }
  bytes['='] = bytes[':'] = KeyByte::kDelimiter;
  return bytes;
}();

/// Where the key of an option ends, and whether str.lower might change it.
struct KeyEnd {
  std::size_t delimiter;
  bool needs_lower;
};

KeyEnd FindKeyEnd(std::string_view line) {
  bool needs_lower = false;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const KeyByte byte = kKeyBytes[static_cast<unsigned char>(line[at])];
    if (byte == KeyByte::kPlain) continue;
    if (byte == KeyByte::kDelimiter) return {at, needs_lower};
    needs_lower = true;
  }
  return {line.npos, needs_lower};
}

/// The name in a header line, or nothing when the line is none. Greedy: the
/// last bracket closes, and what follows it does not count.
std::optional<std::string_view> HeaderName(std::string_view stripped) {
  if (!stripped.starts_with('[')) return std::nullopt;
  const std::size_t close = stripped.rfind(']');
  if (close == stripped.npos || close < 2) return std::nullopt;
  return stripped.substr(1, close - 1);
}

/// Walks over a text line by line and says what Python would object to. Keeps
/// the options of the one section that it is asked for, if any.
class IniReader {
 public:
  explicit IniReader(std::string_view text) : text_(text) {}

  /// Walks over the whole text; [DEFAULT] goes to \a defaults, the place of
  /// every other header to \a starts.
  std::optional<IniError> ReadAll(std::vector<std::uint32_t>& starts,
                                  IniSection& defaults);

  /// The section whose header is the first line, in a text without faults.
  void ReadOne(IniSection& section);

 private:
  using Fault = std::optional<IniFault>;

  Fault ReadLines();
  Fault ReadLine(std::string_view line);
  Fault OpenSection(std::string_view name);
  Fault ReadOption(std::string_view line);
  bool AddSectionName(std::string_view name);
  void Continue(std::string_view line);
  void CloseOption();

  const std::string_view text_;
  std::string_view rest_;  // From the line that is being read.
  std::size_t line_ = 0;
  std::size_t bad_line_ = 0;  // The first; reported at the end of the text.
  std::size_t indent_ = 0;

  bool in_section_ = false;
  IniSection* keep_ = nullptr;  // Where options go; null when nobody asked.
  IniSection* keep_defaults_ = nullptr;
  IniSection* keep_section_ = nullptr;
  std::vector<std::uint32_t>* starts_ = nullptr;

  // Python sorts what it writes, so that names that only grow need no set.
  std::string_view last_name_;
  bool is_sorted_ = true;
  SeenNames section_names_, option_names_, default_names_;
  SeenNames* keys_ = nullptr;
  std::deque<SecretString> lowered_;  // What the names point to.

  // Blank lines belong to an option only when another line follows them.
  bool has_open_option_ = false;
  std::size_t blank_lines_ = 0;
};

void IniReader::CloseOption() {
  has_open_option_ = false;
  blank_lines_ = 0;
}

void IniReader::Continue(std::string_view line) {
  if (keep_) {
    keep_->options.back().second.append(blank_lines_ + 1, '\n').append(line);
  }
  blank_lines_ = 0;
}

bool IniReader::AddSectionName(std::string_view name) {
  if (is_sorted_ && name > last_name_) {
    last_name_ = name;
    return true;
  }
  if (is_sorted_) {
    is_sorted_ = false;
    for (std::uint32_t start : *starts_) {
      const std::string_view header = text_.substr(start);
      section_names_.Add(*HeaderName(
          Measure(header.substr(0, header.find_first_of("\r\n"))).stripped));
    }
  }
  return section_names_.Add(name);
}

IniReader::Fault IniReader::OpenSection(std::string_view name) {
  CloseOption();
  in_section_ = true;
  if (name == "DEFAULT") {  // May be opened again; it gathers.
    keep_ = keep_defaults_;
    keys_ = &default_names_;
    return {};
  }
  keep_ = keep_section_;
  keys_ = &option_names_;
  option_names_.Clear();
  if (keep_) keep_->name = name;
  if (!starts_) return {};
  if (!AddSectionName(name)) return IniFault::kDuplicateSection;
  starts_->push_back(static_cast<std::uint32_t>(text_.size() - rest_.size()));
  return {};
}

IniReader::Fault IniReader::ReadOption(std::string_view line) {
  const auto [delimiter, needs_lower] = FindKeyEnd(line);
  if (delimiter == line.npos) {
    if (bad_line_ == 0) bad_line_ = line_;
    return {};  // The option that is open stays open.
  }
  std::string_view key = StripKey(line.substr(0, delimiter));
  if (key.empty() && bad_line_ == 0) bad_line_ = line_;
  if (needs_lower) key = lowered_.emplace_back(Lower(key));
  CloseOption();
  if (!keys_->Add(key)) return IniFault::kDuplicateOption;
  if (keep_) {
    keep_->options.emplace_back(key,
                                Measure(line.substr(delimiter + 1)).stripped);
  }
  has_open_option_ = !key.empty();  // An empty key takes no continuation.
  return {};
}

IniReader::Fault IniReader::ReadLine(std::string_view line) {
  const auto [stripped, indent] = Measure(line);
  if (stripped.empty()) {
    if (has_open_option_) ++blank_lines_;
    return {};
  }
  if (stripped[0] == '#' || stripped[0] == ';') return {};
  if (has_open_option_ && indent > indent_) {
    Continue(stripped);
    return {};
  }
  indent_ = indent;
  if (const auto name = HeaderName(stripped)) return OpenSection(*name);
  if (!in_section_) return IniFault::kNoHeader;
  return ReadOption(stripped);
}

IniReader::Fault IniReader::ReadLines() {
  const bool has_return = text_.find('\r') != text_.npos;
  for (rest_ = text_; !rest_.empty();) {
    ++line_;
    if (rest_.front() == '\n') {  // Every third line of a store.
      if (has_open_option_) ++blank_lines_;
      rest_.remove_prefix(1);
      continue;
    }
    std::size_t end =
        has_return ? rest_.find_first_of("\r\n") : rest_.find('\n');
    if (end == rest_.npos) end = rest_.size();
    if (Fault fault = ReadLine(rest_.substr(0, end))) return fault;
    const bool pair = rest_.substr(end).starts_with("\r\n");
    rest_.remove_prefix(std::min(rest_.size(), end + (pair ? 2 : 1)));
  }
  return {};
}

std::optional<IniError> IniReader::ReadAll(std::vector<std::uint32_t>& starts,
                                           IniSection& defaults) {
  starts_ = &starts;
  keep_defaults_ = &defaults;
  if (!IsUtf8(text_)) return IniError{IniFault::kNotUtf8, 0};
  if (Fault fault = ReadLines()) return IniError{*fault, line_};
  if (bad_line_ != 0) return IniError{IniFault::kNoOption, bad_line_};
  return std::nullopt;
}

void IniReader::ReadOne(IniSection& section) {
  keep_section_ = &section;
  // Faults were found when the whole text was read.
  if (ReadLines()) section.options.clear();
}

/// \a own over \a defaults: replaced in their place, the others after them.
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
  IniSection section;
  const std::size_t start = starts_[index];
  IniReader(std::string_view(text_).substr(start, EndOf(index) - start))
      .ReadOne(section);
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
  if (const auto error =
          IniReader(ini.text_).ReadAll(ini.starts_, ini.defaults_)) {
    return *error;
  }
  return ini;
}

}  // namespace hf
