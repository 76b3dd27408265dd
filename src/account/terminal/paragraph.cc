// SPDX-License-Identifier: Apache-2.0
#include "src/account/terminal/paragraph.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

#include "src/account/terminal/terminal.h"

namespace hf {
namespace {

constexpr std::size_t kMostColumns = 80;

/// A command between quotes is one word, so that a user can copy it.
std::size_t EndOfWord(std::string_view text, std::size_t begin) {
  std::size_t from = begin;
  if (text.substr(begin).starts_with('\'')) {
    const std::size_t quote = text.find('\'', begin + 1);
    if (quote != text.npos) from = quote;
  }
  return std::min(text.find(' ', from), text.size());
}

/// Escapes before it breaks lines, so that no character of the text does.
void PrintParagraph(const std::string& text) {
  const std::string lines =
      Wrapped(EscapeForTerminal(text), Columns(STDERR_FILENO), 2) + "\n";
  fputs(lines.c_str(), stderr);
}

}  // namespace

std::size_t Columns(int fd) {
  winsize size = {};
  const bool is_known = isatty(fd) && ioctl(fd, TIOCGWINSZ, &size) == 0;
  if (!is_known || size.ws_col == 0) return kMostColumns;
  return std::min(kMostColumns, std::size_t{size.ws_col});
}

std::string Wrapped(std::string_view text, std::size_t columns,
                    std::size_t indent) {
  std::string lines;
  std::size_t column = 0;
  for (bool is_first = true; !text.empty(); is_first = false) {
    const std::size_t begin =
        std::min(text.find_first_not_of(' '), text.size());
    const std::size_t end = EndOfWord(text, begin);
    // With its blanks, which a line that is not broken keeps.
    const std::string word(text.substr(0, end));
    const std::size_t width = DisplayWidth(word);
    if (!is_first && column + width > columns) {
      lines += "\n" + std::string(indent, ' ');
      lines += text.substr(begin, end - begin);
      column = indent + width - begin;
    } else {
      lines += word;
      column += width;
    }
    text.remove_prefix(end);
  }
  return lines;
}

void PrintWrappedNotice(const std::string& text, const std::string& hint) {
  if (isatty(STDERR_FILENO)) {
    PrintParagraph("git-credential-hf: " + text);
  } else {
    PrintNotice(text);
  }
  if (!hint.empty()) PrintWrappedHint(hint);
}

void PrintWrappedHint(std::string_view text) {
  if (!isatty(STDERR_FILENO)) return PrintHint(text);
  PrintParagraph("hint: " + std::string(text));
}

void PrintWrappedNotices(Notices& notices) {
  for (const Notice& notice : notices) {
    PrintWrappedNotice(notice.text, notice.hint);
  }
  notices.clear();
}

}  // namespace hf
