// SPDX-License-Identifier: Apache-2.0
#include "src/configparser/python_str.h"

#include "src/text/utf8.h"

namespace hf {
namespace {

bool IsSpace(std::uint32_t code) {
  if (code < 0x80)
    return (code >= 9 && code <= 13) || (code >= 28 && code <= 32);
  return code == 0x85 || code == 0xA0 || code == 0x1680 ||
         (code >= 0x2000 && code <= 0x200A) || code == 0x2028 ||
         code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

}  // namespace

Indent LeadingSpace(std::string_view text) {
  Indent indent{0, 0};
  while (indent.bytes < text.size()) {
    const CodePoint next = FirstCodePoint(text.substr(indent.bytes));
    if (!IsSpace(next.value)) break;
    ++indent.characters;
    indent.bytes += next.size;
  }
  return indent;
}

std::string_view StripEnd(std::string_view text) {
  while (!text.empty()) {
    const CodePoint last = LastCodePoint(text);
    if (!IsSpace(last.value)) break;
    text.remove_suffix(last.size);
  }
  return text;
}

std::string_view Strip(std::string_view text) {
  return StripEnd(text.substr(LeadingSpace(text).bytes));
}

}  // namespace hf
