// SPDX-License-Identifier: Apache-2.0
// What Python's str calls white space: Python reads and writes the token store,
// so its rules are the file format (hub-contract §4, §6).

#ifndef HF_SRC_CONFIGPARSER_PYTHON_STR_H_
#define HF_SRC_CONFIGPARSER_PYTHON_STR_H_

#include <cstddef>
#include <string_view>

namespace hf {

/// How many characters of white space \a text begins with, and their bytes.
/// White space is what str.isspace says; U+FEFF is none.
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
