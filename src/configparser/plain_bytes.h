// SPDX-License-Identifier: Apache-2.0
// Lines of printable ASCII, for the quick search: looks at sixteen bytes at
// once. musl's memchr(3) looks at eight.

#ifndef HF_SRC_CONFIGPARSER_PLAIN_BYTES_H_
#define HF_SRC_CONFIGPARSER_PLAIN_BYTES_H_

#include <string.h>

#include <bit>
#include <cstddef>
#include <string_view>

namespace hf {

/// True for a byte of printable ASCII.
inline bool IsPlain(char byte) {
  const auto code = static_cast<unsigned char>(byte);
  return code >= 0x20 && code < 0x80;
}

constexpr std::size_t kSixteen = 16;

/// The index of the first of \a bytes, sixteen, that is not plain; 16 when all
/// are. As signed numbers, those above 0x7f are less than a blank, too.
inline std::size_t FirstOdd(const char* bytes) {
  using Bytes [[gnu::vector_size(kSixteen)]] = signed char;
  Bytes all;
  memcpy(&all, bytes, sizeof all);
  const Bytes is_odd = all < ' ';
#ifdef __SSE2__
  using Chars [[gnu::vector_size(kSixteen)]] = char;
  const int mask = __builtin_ia32_pmovmskb128(Chars(is_odd));
  return static_cast<std::size_t>(
      std::countr_zero(static_cast<unsigned>(mask) | 1U << kSixteen));
#else
  std::size_t at = 0;
  while (at < kSixteen && is_odd[at] == 0) ++at;
  return at;
#endif
}

/// How many bytes at the start of \a text are plain.
inline std::size_t PlainPrefix(std::string_view text) {
  std::size_t at = 0;
  for (; at + kSixteen <= text.size(); at += kSixteen) {
    const std::size_t odd = FirstOdd(text.data() + at);
    if (odd < kSixteen) return at + odd;
  }
  while (at < text.size() && IsPlain(text[at])) ++at;
  return at;
}

/// True when the line that \a text begins with has \a size plain bytes.
inline bool BeginsWithLineOf(std::size_t size, std::string_view text) {
  if (text.size() < size + kSixteen || text.data()[size] != '\n') return false;
  std::size_t at = 0;
  for (; at + kSixteen <= size; at += kSixteen) {
    if (FirstOdd(text.data() + at) < kSixteen) return false;
  }
  return FirstOdd(text.data() + at) == size - at;
}

}  // namespace hf

#endif  // HF_SRC_CONFIGPARSER_PLAIN_BYTES_H_
