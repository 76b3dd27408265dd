// SPDX-License-Identifier: Apache-2.0
// What Python's str does to a text, on UTF-8: the token store is read and
// written by Python, so its rules are the file format (hub-contract §4, §6).

#ifndef HF_SRC_CONFIGPARSER_PYTHON_STR_H_
#define HF_SRC_CONFIGPARSER_PYTHON_STR_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "src/system/secret.h"

namespace hf {

/// True when Python's strict UTF-8 decoder takes \a text: no overlong forms, no
/// surrogates, nothing above U+10FFFF.
bool IsUtf8(std::string_view text);

/// One character and the bytes it takes.
struct CodePoint {
  std::uint32_t value;
  std::size_t size;
};

/// The first character of \a text, which must be valid UTF-8 and not empty.
CodePoint FirstCodePoint(std::string_view text);

/// Appends \a code_point to \a text as UTF-8.
void AppendUtf8(std::uint32_t code_point, SecretString& text);

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

/// \a text as str.lower gives it: full Unicode, U+0130 grows and a final sigma
/// is told from others. \a text must be valid UTF-8.
SecretString Lower(std::string_view text);

}  // namespace hf

#endif  // HF_SRC_CONFIGPARSER_PYTHON_STR_H_
