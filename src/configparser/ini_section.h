// SPDX-License-Identifier: Apache-2.0
// One section of a text in configparser's dialect, and the errors in such a
// text.

#ifndef HF_SRC_CONFIGPARSER_INI_SECTION_H_
#define HF_SRC_CONFIGPARSER_INI_SECTION_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "src/system/secret.h"

namespace hf {

/// Why Python does not read a text. Each value is an exception of Python.
enum class IniFault {
  kNotUtf8,           ///< UnicodeDecodeError
  kNoHeader,          ///< MissingSectionHeaderError
  kDuplicateSection,  ///< DuplicateSectionError
  kDuplicateOption,   ///< DuplicateOptionError
  kNoOption,          ///< ParsingError: neither a header nor an option
};

struct IniError {
  IniFault fault;
  std::size_t line;  ///< Counted from 1; 0 for kNotUtf8.
};

/// A clause for messages: "line 3: this section name occurs twice".
std::string Describe(const IniError& error);

/// One section, independent of the text. Keys are in lower case; the lines of a
/// value have no white space at their ends.
struct IniSection {
  SecretString name;
  std::vector<std::pair<SecretString, SecretString>> options;

  bool operator==(const IniSection&) const = default;

  /// The value of \a key; nothing when the section has no such option.
  std::optional<std::string_view> Find(std::string_view key) const;

  /// Sets \a key; a new key becomes the last option.
  void Set(std::string_view key, std::string_view value);

  /// Removes \a key, if the section has it.
  void Remove(std::string_view key);
};

}  // namespace hf

#endif  // HF_SRC_CONFIGPARSER_INI_SECTION_H_
