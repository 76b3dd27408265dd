// SPDX-License-Identifier: Apache-2.0
// The two walks over a text of the store: all of it, to find what Python would
// object to, and one section, to read it.

#ifndef HF_SRC_CONFIGPARSER_INI_READER_H_
#define HF_SRC_CONFIGPARSER_INI_READER_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "src/configparser/ini_section.h"

namespace hf {

/// What Python would object to in \a text, or nothing. Then \a starts has the
/// place of every header but [DEFAULT], whose options are in \a defaults.
std::optional<IniError> IndexIni(std::string_view text,
                                 std::vector<std::uint32_t>& starts,
                                 IniSection& defaults);

/// The section whose header is the first line of \a text, which must be a part
/// of a text without faults.
IniSection ReadIniSection(std::string_view text);

}  // namespace hf

#endif  // HF_SRC_CONFIGPARSER_INI_READER_H_
