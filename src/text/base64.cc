// SPDX-License-Identifier: Apache-2.0
#include "src/text/base64.h"

#include <cstdint>

namespace hf {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

SecretString EncodeBase64(std::string_view bytes) {
  SecretString text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t group = 0;
    for (std::size_t next = at; next < at + 3; ++next) {
      group <<= 8;
      if (next < bytes.size()) group |= static_cast<unsigned char>(bytes[next]);
    }
    const std::size_t digits =
        bytes.size() - at < 3 ? bytes.size() - at + 1 : 4;
    for (std::size_t digit = 0; digit < 4; ++digit) {
      const std::uint32_t value = group >> (18 - 6 * digit) & 0x3F;
      text.push_back(digit < digits ? kAlphabet[value] : '=');
    }
  }
  return text;
}

std::optional<SecretString> DecodeBase64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string_view digits = text;
  for (int padding = 0; padding < 2 && digits.ends_with('='); ++padding) {
    digits.remove_suffix(1);
  }
  SecretString bytes;
  bytes.reserve(text.size() / 4 * 3);
  std::uint32_t bits = 0;
  int held = 0;
  for (char digit : digits) {
    const std::size_t value = kAlphabet.find(digit);
    if (value == kAlphabet.npos) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes.push_back(static_cast<char>(bits >> held & 0xFF));
    }
  }
  // Bits that belong to no byte must be zero, or two texts would mean one.
  if ((bits & ((1u << held) - 1)) != 0) return std::nullopt;
  return bytes;
}

}  // namespace hf
