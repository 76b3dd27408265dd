// SPDX-License-Identifier: Apache-2.0
// White space as Python's str defines it: Python reads and writes the token
// store, so its rules are part of the file format (hub-contract §4, §6).

#ifndef HF_SRC_CONFIGPARSER_PYTHON_STR_H_
#define HF_SRC_CONFIGPARSER_PYTHON_STR_H_

#include <cstddef>
#include <string_view>

namespace hf {

/// The white space at the start of a text, in characters and in bytes. White
/// space is what str.isspace accepts; U+FEFF is not.
struct Indent {
  std::size_t characters;
  std::size_t bytes;
};
Indent LeadingSpace(std::string_view text);

/// \a text without white space at its ends, as str.strip.
std::string_view Strip(std::string_view text);

/// \a text without white space at its end, as str.rstrip.
std::string_view StripEnd(std::string_view text);

}  // namespace hf

#endif  // HF_SRC_CONFIGPARSER_PYTHON_STR_H_
