// SPDX-License-Identifier: Apache-2.0
// Reading line by line, by the algorithm of hub-contract §6.
#include "src/configparser/ini_reader.h"

#include <algorithm>
#include <array>
#include <forward_list>

#include "src/configparser/ini_line.h"
#include "src/configparser/seen_names.h"
#include "src/text/ascii.h"
#include "src/text/utf8.h"

namespace hf {
namespace {

/// Reads a text line by line and finds what Python would refuse. Keeps the
/// options of [DEFAULT] or of one section when the caller wants them.
class IniReader {
 public:
  explicit IniReader(std::string_view text) : text_(text) {}

  /// Reads the whole text. Writes [DEFAULT] to \a defaults and the offset of
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
  std::size_t bad_line_ = 0;  // The first one; reported after the last line.
  std::size_t indent_ = 0;

  bool in_section_ = false;
  IniSection* keep_ = nullptr;  // Gets the options; null to drop them.
  IniSection* keep_defaults_ = nullptr;
  IniSection* keep_section_ = nullptr;
  std::vector<std::uint32_t>* starts_ = nullptr;

  // Python writes sections sorted by name, so a set is needed only after the
  // first name that is not greater than the one before it.
  std::string_view last_name_;
  bool is_sorted_ = true;
  SeenNames section_names_, option_names_, default_names_;
  SeenNames* keys_ = nullptr;
  // The bytes of names in lower case.
  std::forward_list<SecretString> lowered_;

  // Blank lines belong to an option only when a continuation line follows.
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
  if (name == "DEFAULT") {  // May come several times; its options add up.
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
    return {};  // The current option may still continue.
  }
  std::string_view key = StripKey(line.substr(0, delimiter));
  if (key.empty() && bad_line_ == 0) bad_line_ = line_;
  if (needs_lower) {
    // Only ASCII, while Python lowers all of Unicode: this program uses no
    // other keys, and Python lowers them when it writes the file.
    SecretString& lower = lowered_.emplace_front(key);
    for (char& byte : lower) byte = FoldAscii(byte);
    key = lower;
  }
  CloseOption();
  if (!keys_->Add(key)) return IniFault::kDuplicateOption;
  if (keep_) {
    keep_->options.emplace_back(key,
                                Measure(line.substr(delimiter + 1)).stripped);
  }
  has_open_option_ = !key.empty();  // An empty key has no continuation lines.
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
  // IndexIni() has found all faults before.
  if (ReadLines()) section.options.clear();
}

}  // namespace

std::optional<IniError> IndexIni(std::string_view text,
                                 std::vector<std::uint32_t>& starts,
                                 IniSection& defaults) {
  return IniReader(text).ReadAll(starts, defaults);
}

IniSection ReadIniSection(std::string_view text) {
  IniSection section;
  IniReader(text).ReadOne(section);
  return section;
}

}  // namespace hf
