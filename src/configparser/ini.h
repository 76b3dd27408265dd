// SPDX-License-Identifier: Apache-2.0
// The INI dialect of Python's configparser.ConfigParser(interpolation=None):
// the token store's grammar (hub-contract §6) and its exact bytes (§7).

#ifndef HF_SRC_CONFIGPARSER_INI_H_
#define HF_SRC_CONFIGPARSER_INI_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "src/configparser/ini_section.h"
#include "src/system/secret.h"

namespace hf {

/// A text that Python can read, and the places of its sections. A section is
/// parsed only when it is needed: of 5,000 tokens git needs one.
class Ini {
 public:
  std::size_t size() const { return starts_.size(); }

  /// All of the text. Valid as long as this.
  std::string_view text() const { return text_; }

  /// The options of [DEFAULT], which is not one of the sections. Its name here
  /// is empty.
  const IniSection& defaults() const { return defaults_; }

  /// The section at \a index, in file order, as Python gives it: the options of
  /// [DEFAULT] first, then its own in their place or after them.
  IniSection Section(std::size_t index) const;

  /// The indexes of the sections whose text contains \a words, which must not
  /// be empty; of all sections when [DEFAULT] has options. A value without line
  /// breaks is in the text unchanged, so every section with that value is
  /// found.
  std::vector<std::size_t> Mentioning(std::string_view words) const;

 private:
  friend std::variant<Ini, IniError> ParseIni(SecretString text);

  std::size_t EndOf(std::size_t index) const;

  SecretString text_;
  std::vector<std::uint32_t> starts_;  // Where each section's header stands.
  IniSection defaults_;
};

/// Reads \a text as Python does, or returns the error that Python would raise.
std::variant<Ini, IniError> ParseIni(SecretString text);

/// All sections of \a ini. Nothing when they would take more than
/// \a most_bytes: each section contains the defaults, so a small file can have
/// large sections.
std::optional<std::vector<IniSection>> Sections(const Ini& ini,
                                                std::size_t most_bytes);

/// The bytes Python writes for \a sections (hub-contract §7): sorted by name,
/// `key = value`, continuation lines after a tab, an empty line after each.
SecretString SerializeIni(std::vector<IniSection> sections);

}  // namespace hf

#endif  // HF_SRC_CONFIGPARSER_INI_H_
