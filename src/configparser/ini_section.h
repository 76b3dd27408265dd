// SPDX-License-Identifier: Apache-2.0
// One section of a text in configparser's dialect, and what can be wrong with
// such a text.

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

/// Why Python does not read a text: its exceptions by our names.
enum class IniFault {
  kNotUtf8,           ///< UnicodeDecodeError
  kNoHeader,          ///< MissingSectionHeaderError
  kDuplicateSection,  ///< DuplicateSectionError
  kDuplicateOption,   ///< DuplicateOptionError
  kNoOption,          ///< ParsingError: a line that is neither
};

struct IniError {
  IniFault fault;
  std::size_t line;  ///< From 1; 0 for kNotUtf8.
};

/// A short clause for people: "line 3: the section comes twice".
std::string Describe(const IniError& error);

/// One section with words of its own: keys in lower case, values without the
/// white space around their lines.
struct IniSection {
  SecretString name;
  std::vector<std::pair<SecretString, SecretString>> options;

  bool operator==(const IniSection&) const = default;

  /// The value of \a key; nothing when the section has no such option.
  std::optional<std::string_view> Find(std::string_view key) const;

  /// Sets \a key, in its old place or as the last option.
  void Set(std::string_view key, std::string_view value);

  /// Removing an option that is not there is fine.
  void Remove(std::string_view key);
};

}  // namespace hf

#endif  // HF_SRC_CONFIGPARSER_INI_SECTION_H_
