// SPDX-License-Identifier: Apache-2.0
#include "src/configparser/python_str.h"

#include <string.h>

#include <algorithm>
#include <iterator>

namespace hf {
namespace {

struct LowerRun {
  std::uint32_t first, last;
  int stride, delta;
};

struct CodeRange {
  std::uint32_t first, last;
};

#include "src/configparser/lowercase_table.inc"

constexpr std::uint32_t kDottedCapitalI = 0x130;
constexpr std::uint32_t kCapitalSigma = 0x3A3;

template <typename Range, std::size_t size>
const Range* Containing(const Range (&ranges)[size], std::uint32_t code) {
  const Range* range = std::lower_bound(
      std::begin(ranges), std::end(ranges), code,
      [](const Range& row, std::uint32_t c) { return row.last < c; });
  return range != std::end(ranges) && range->first <= code ? range : nullptr;
}

std::uint32_t LowerOne(std::uint32_t code) {
  if (code < 0x80) return code >= 'A' && code <= 'Z' ? code + 32 : code;
  const LowerRun* run = Containing(kLowerRuns, code);
  if (!run || (code - run->first) % static_cast<unsigned>(run->stride) != 0) {
    return code;
  }
  return static_cast<std::uint32_t>(static_cast<int>(code) + run->delta);
}

bool IsContinuation(char byte) { return (byte & 0xC0) == 0x80; }

CodePoint LastCodePoint(std::string_view text) {
  std::size_t start = text.size() - 1;
  while (start > 0 && IsContinuation(text[start])) --start;
  return FirstCodePoint(text.substr(start));
}

// Unicode's Final_Sigma: a cased letter before, none after, whatever is
// case-ignorable in between.
bool IsFinalSigma(std::string_view before, std::string_view after) {
  while (!before.empty() &&
         Containing(kCaseIgnorable, LastCodePoint(before).value)) {
    before.remove_suffix(LastCodePoint(before).size);
  }
  if (before.empty() || !Containing(kCased, LastCodePoint(before).value)) {
    return false;
  }
  while (!after.empty() &&
         Containing(kCaseIgnorable, FirstCodePoint(after).value)) {
    after.remove_prefix(FirstCodePoint(after).size);
  }
  return after.empty() || !Containing(kCased, FirstCodePoint(after).value);
}

bool IsSpace(std::uint32_t code) {
  if (code < 0x80)
    return (code >= 9 && code <= 13) || (code >= 28 && code <= 32);
  return code == 0x85 || code == 0xA0 || code == 0x1680 ||
         (code >= 0x2000 && code <= 0x200A) || code == 0x2028 ||
         code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

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

/// How many of the first bytes of \a text are surely ASCII; looks at 32 at a
/// time, for the store is read on every git command.
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

void AppendUtf8(std::uint32_t code, SecretString& text) {
  const auto tail = [&](int shift) {
    text.push_back(static_cast<char>(0x80 | ((code >> shift) & 0x3F)));
  };
  if (code < 0x80) {
    text.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    text.push_back(static_cast<char>(0xC0 | code >> 6));
    tail(0);
  } else if (code < 0x10000) {
    text.push_back(static_cast<char>(0xE0 | code >> 12));
    tail(6);
    tail(0);
  } else {
    text.push_back(static_cast<char>(0xF0 | code >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

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

SecretString Lower(std::string_view text) {
  SecretString lower;
  lower.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint next = FirstCodePoint(text.substr(at));
    if (next.value == kDottedCapitalI) {
      lower.append("i\u0307");
    } else if (next.value == kCapitalSigma) {
      lower.append(IsFinalSigma(text.substr(0, at), text.substr(at + next.size))
                       ? "\u03c2"
                       : "\u03c3");
    } else {
      AppendUtf8(LowerOne(next.value), lower);
    }
    at += next.size;
  }
  return lower;
}

}  // namespace hf
