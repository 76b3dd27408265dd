// SPDX-License-Identifier: Apache-2.0
#include "src/text/message.h"

#include <stdio.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>

#include "src/text/utf8.h"

namespace hf {
namespace {

struct CodeRange {
  std::uint32_t first, last;
};

/// Characters that a terminal does not show: controls, formats that reorder or
/// hide text, and characters without a shape. Unicode's Cc, Cf, Zl, Zp, Co and
/// the non-characters.
constexpr CodeRange kInvisible[] = {
    {0x00, 0x1F},       {0x7F, 0x9F},       {0xAD, 0xAD},
    {0x34F, 0x34F},     {0x600, 0x605},     {0x61C, 0x61C},
    {0x6DD, 0x6DD},     {0x70F, 0x70F},     {0x890, 0x891},
    {0x8E2, 0x8E2},     {0x115F, 0x1160},   {0x17B4, 0x17B5},
    {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E},
    {0x2060, 0x206F},   {0x3164, 0x3164},   {0xE000, 0xF8FF},
    {0xFDD0, 0xFDEF},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},
    {0xFFF0, 0xFFFB},   {0xFFFE, 0xFFFF},   {0x110BD, 0x110BD},
    {0x110CD, 0x110CD}, {0x13430, 0x1345F}, {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}, {0xF0000, 0x10FFFF},
};

bool IsInvisible(std::uint32_t code) {
  for (const CodeRange& range : kInvisible) {
    if (code >= range.first && code <= range.last) return true;
  }
  return false;
}

void AppendEscape(std::uint32_t code, std::string& text) {
  char escape[16];
  snprintf(escape, sizeof escape, code < 0x80 ? "\\x%02x" : "\\u{%x}", code);
  text += escape;
}

/// JSON's escape: a pair of surrogates for what has more than 16 bits.
void AppendJsonEscape(std::uint32_t code, SecretString& json) {
  constexpr std::uint32_t kFirstOfPairs = 0x10000;
  char escape[16];
  if (code < kFirstOfPairs) {
    snprintf(escape, sizeof escape, "\\u%04x", code);
  } else {
    const std::uint32_t rest = code - kFirstOfPairs;
    snprintf(escape, sizeof escape, "\\u%04x\\u%04x", 0xD800 + (rest >> 10),
             0xDC00 + (rest & 0x3FF));
  }
  json += escape;
}

/// The bytes of \a text up to its first that is not UTF-8.
std::string_view ValidPrefix(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size()) {
    std::size_t size = 1;
    while (size <= 4 && !IsUtf8(text.substr(end, size))) ++size;
    if (size > 4) break;
    end += std::min(size, text.size() - end);
  }
  return text.substr(0, end);
}

void Print(std::string_view prefix, std::string_view text) {
  const std::string line = std::string(prefix) + EscapeForTerminal(text) + "\n";
  // One write(2) for a line, so that lines of several processes do not mix.
  if (write(STDERR_FILENO, line.data(), line.size()) < 0) return;
}

}  // namespace

std::string EscapeForTerminal(std::string_view text) {
  std::string visible;
  while (!text.empty()) {
    const std::string_view valid = ValidPrefix(text);
    text.remove_prefix(valid.size());
    for (std::size_t at = 0; at < valid.size();) {
      const CodePoint next = FirstCodePoint(valid.substr(at));
      if (IsInvisible(next.value)) {
        AppendEscape(next.value, visible);
      } else {
        visible.append(valid.substr(at, next.size));
      }
      at += next.size;
    }
    if (text.empty()) break;
    char escape[8];
    snprintf(escape, sizeof escape, "\\x%02x",
             static_cast<unsigned char>(text[0]));
    visible += escape;
    text.remove_prefix(1);
  }
  return visible;
}

SecretString EscapeInJson(std::string_view json) {
  constexpr std::uint32_t kDelete = 0x7F;
  SecretString visible;
  visible.reserve(json.size());
  for (std::size_t at = 0; at < json.size();) {
    const CodePoint next = FirstCodePoint(json.substr(at));
    // A control below 0x7F is a line end between the values: inside a text the
    // writer has escaped it.
    if (next.value >= kDelete && IsInvisible(next.value)) {
      AppendJsonEscape(next.value, visible);
    } else {
      visible.append(json.substr(at, next.size));
    }
    at += next.size;
  }
  return visible;
}

std::string Shortened(std::string_view text) {
  constexpr std::size_t kMostBytes = 256;
  if (text.size() <= kMostBytes) return std::string(text);
  // Do not cut a character in two.
  std::size_t end = kMostBytes;
  while (end > 0 && (text[end] & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + " […]";
}

std::string JoinWords(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : ", ") + word;
  }
  return text;
}

void PrintError(const Error& error) {
  PrintNotice(error.message);
  if (!error.hint.empty()) PrintHint(error.hint);
}

void PrintNotice(std::string_view text) { Print("git-credential-hf: ", text); }

void PrintHint(std::string_view text) { Print("hint: ", text); }

void PrintNotices(Notices& notices) {
  for (const Notice& notice : notices) {
    PrintNotice(notice.text);
    if (!notice.hint.empty()) PrintHint(notice.hint);
  }
  notices.clear();
}

int ExitStatus(Problem problem) {
  switch (problem) {
    case Problem::kUsage:
      return 2;
    case Problem::kNoSuchToken:
      return 3;
    case Problem::kUnreachable:
      return 4;
    case Problem::kRefused:
    case Problem::kUnavailable:
    case Problem::kCorrupt:
      return 1;
  }
  return 1;
}

}  // namespace hf
