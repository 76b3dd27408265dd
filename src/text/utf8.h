// SPDX-License-Identifier: Apache-2.0
// UTF-8, as strict as Python reads it.

#ifndef HF_SRC_TEXT_UTF8_H_
#define HF_SRC_TEXT_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hf {

/// True when Python's strict UTF-8 decoder accepts \a text: no overlong forms,
/// no surrogates, nothing above U+10FFFF.
bool IsUtf8(std::string_view text);

/// One character, and its size in bytes.
struct CodePoint {
  std::uint32_t value;
  std::size_t size;
};

/// The first character of \a text, which must be valid UTF-8 and not empty.
CodePoint FirstCodePoint(std::string_view text);

/// The last character of \a text, which must be valid UTF-8 and not empty.
CodePoint LastCodePoint(std::string_view text);

}  // namespace hf

#endif  // HF_SRC_TEXT_UTF8_H_
