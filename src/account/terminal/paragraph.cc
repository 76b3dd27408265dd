// SPDX-License-Identifier: Apache-2.0
#include "src/account/terminal/paragraph.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

#include "src/account/terminal/terminal.h"
#include "src/text/message.h"

namespace hf {
namespace {

constexpr std::size_t kMostColumns = 80;

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
    const std::size_t end = std::min(text.find(' ', begin), text.size());
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
  if (!isatty(STDERR_FILENO)) {
    PrintNotice(text);
    if (!hint.empty()) PrintHint(hint);
    return;
  }
  PrintParagraph("git-credential-hf: " + text);
  if (!hint.empty()) PrintParagraph("hint: " + hint);
}

}  // namespace hf
