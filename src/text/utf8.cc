// SPDX-License-Identifier: Apache-2.0
#include "src/text/utf8.h"

#include <string.h>

namespace hf {
namespace {

bool IsContinuation(char byte) { return (byte & 0xC0) == 0x80; }

/// The size of the sequence that \a text begins with, or 0 when it is not
/// UTF-8 (Unicode, table 3-7).
std::size_t SequenceSize(std::string_view text) {
  const auto byte = [&](std::size_t at) -> unsigned {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
  };
  const auto within = [&](std::size_t at, unsigned low, unsigned high) {
    return byte(at) >= low && byte(at) <= high;
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return within(1, 0x80, 0xBF) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const unsigned low = lead == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = lead == 0xED ? 0x9F : 0xBF;
    return within(1, low, high) && within(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const unsigned low = lead == 0xF0 ? 0x90 : 0x80;
    const unsigned high = lead == 0xF4 ? 0x8F : 0xBF;
    return within(1, low, high) && within(2, 0x80, 0xBF) &&
                   within(3, 0x80, 0xBF)
               ? 4
               : 0;
  }
  return 0;
}

/// How many bytes at the start of \a text are ASCII for certain. Checks 32
/// bytes at a time: every git command reads the store.
std::size_t AsciiPrefix(std::string_view text) {
  std::size_t at = 0;
  for (std::uint64_t words[4]; at + sizeof words <= text.size();
       at += sizeof words) {
    memcpy(words, text.data() + at, sizeof words);
    const std::uint64_t any = words[0] | words[1] | words[2] | words[3];
    if (any & 0x8080808080808080u) break;
  }
  return at;
}

}  // namespace

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    text.remove_prefix(AsciiPrefix(text));
    for (int step = 0; step < 32 && !text.empty(); ++step) {
      const std::size_t size = SequenceSize(text);
      if (size == 0) return false;
      text.remove_prefix(size);
    }
  }
  return true;
}

CodePoint FirstCodePoint(std::string_view text) {
  const std::size_t size = SequenceSize(text);
  const auto byte = [&](std::size_t at) -> std::uint32_t {
    return static_cast<unsigned char>(text[at]);
  };
  switch (size) {
    case 2:
      return {(byte(0) & 0x1F) << 6 | (byte(1) & 0x3F), 2};
    case 3:
      return {(byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F),
              3};
    case 4:
      return {(byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 |
                  (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F),
              4};
    default:
      return {byte(0), 1};
  }
}

CodePoint LastCodePoint(std::string_view text) {
  std::size_t start = text.size() - 1;
  while (start > 0 && IsContinuation(text[start])) --start;
  return FirstCodePoint(text.substr(start));
}

}  // namespace hf
