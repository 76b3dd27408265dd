// SPDX-License-Identifier: Apache-2.0
#include "src/account/configure/section_text.h"

#include <algorithm>
#include <string_view>

namespace hf {
namespace {

constexpr std::string_view kWasUnterminated =
    "[git-credential-hf]\n\tfileWas = unterminated\n";
constexpr std::string_view kWasAbsent =
    "[git-credential-hf]\n\tfileWas = absent\n";

/// The position of \a lines, as whole lines, in \a text at or after \a from.
/// npos when they are not there or are empty.
std::size_t FindLines(std::string_view text, std::string_view lines,
                      std::size_t from) {
  if (lines.empty()) return lines.npos;
  std::size_t at = text.find(lines, from);
  while (at != text.npos && at > 0 && text[at - 1] != '\n') {
    at = text.find(lines, at + 1);
  }
  return at;
}

/// True when only blank lines and comments are before the next section.
bool IsEndOfSection(std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    const std::size_t first = line.find_first_not_of(" \t\r\v\f");
    if (first != line.npos && line[first] == '[') return true;
    if (first != line.npos && line[first] != '#' && line[first] != ';') {
      return false;
    }
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return true;
}

void RemoveAll(std::string_view mark, std::string& text) {
  std::size_t at = 0;
  while ((at = FindLines(text, mark, at)) != text.npos) {
    text.erase(at, mark.size());
  }
}

}  // namespace

std::string WithLines(const std::optional<std::string>& text,
                      const std::string& lines) {
  if (!text) return std::string(kWasAbsent) + lines;
  if (text->empty() || text->ends_with('\n')) return *text + lines;
  return *text + "\n" + std::string(kWasUnterminated) + lines;
}

std::string WithoutBlock(const std::string& text, const std::string& block) {
  const std::size_t header = block.find('\n') + 1;
  std::string rest = text;
  std::size_t at = 0;
  while ((at = FindLines(rest, block, at)) != rest.npos) {
    const std::string_view after =
        std::string_view(rest).substr(at + block.size());
    if (IsEndOfSection(after)) {
      rest.erase(at, block.size());
    } else {
      rest.erase(at + header, block.size() - header);
    }
  }
  return rest;
}

std::optional<std::string> WithoutMarks(const std::string& text) {
  std::string rest = text;
  if (rest.ends_with("\n" + std::string(kWasUnterminated))) {
    rest.resize(rest.size() - kWasUnterminated.size() - 1);
  }
  // If it is not at the end, lines were added after it: they need the line end
  // before it.
  RemoveAll(kWasUnterminated, rest);
  const std::size_t size = rest.size();
  RemoveAll(kWasAbsent, rest);
  if (rest.empty() && size > 0) return std::nullopt;
  return rest;
}

}  // namespace hf
