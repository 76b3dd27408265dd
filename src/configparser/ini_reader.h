// SPDX-License-Identifier: Apache-2.0
// Two ways to read a text: all of it, to find what Python would refuse, and one
// section, for its options.

#ifndef HF_SRC_CONFIGPARSER_INI_READER_H_
#define HF_SRC_CONFIGPARSER_INI_READER_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "src/configparser/ini_section.h"

namespace hf {

/// The error that Python would raise for \a text, or nothing. In that case
/// \a starts has the offset of every header but [DEFAULT], and \a defaults the
/// options of [DEFAULT].
std::optional<IniError> IndexIni(std::string_view text,
                                 std::vector<std::uint32_t>& starts,
                                 IniSection& defaults);

/// The section whose header is the first line of \a text, which is part of a
/// text that IndexIni() found no error in.
IniSection ReadIniSection(std::string_view text);

}  // namespace hf

#endif  // HF_SRC_CONFIGPARSER_INI_READER_H_
