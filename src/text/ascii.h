// SPDX-License-Identifier: Apache-2.0
// Letters of ASCII, independent of the locale: a locale must not decide where a
// token goes.

#ifndef HF_SRC_TEXT_ASCII_H_
#define HF_SRC_TEXT_ASCII_H_

#include <string>
#include <string_view>

namespace hf {

/// \a byte, with A-Z as a-z.
constexpr char FoldAscii(char byte) {
  return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte;
}

/// \a text with A-Z as a-z and nothing else changed.
inline std::string FoldAscii(std::string_view text) {
  std::string folded(text);
  for (char& byte : folded) byte = FoldAscii(byte);
  return folded;
}

}  // namespace hf

#endif  // HF_SRC_TEXT_ASCII_H_
