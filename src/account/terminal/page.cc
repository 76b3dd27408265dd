// SPDX-License-Identifier: Apache-2.0
#include "src/account/terminal/page.h"

#include <stdio.h>
#include <unistd.h>

#include "src/account/terminal/paragraph.h"
#include "src/account/terminal/terminal.h"
#include "src/text/message.h"

namespace hf {
namespace {

std::string_view CodeOf(Style style) {
  switch (style) {
    case Style::kBold:
      return "1";
    case Style::kGreen:
      return "32";
    case Style::kRed:
      return "31";
    case Style::kYellow:
      return "33";
    case Style::kPlain:
      return "";
  }
  return "";
}

}  // namespace

Page::Page(const Environment& environment)
    : is_terminal_(isatty(STDOUT_FILENO) != 0),
      has_styles_(is_terminal_ && !environment.Has("NO_COLOR") &&
                  environment.Find("TERM").value_or("dumb") != "dumb") {}

std::string Page::Styled(std::string_view text, Style style) const {
  const std::string_view code = CodeOf(style);
  if (!has_styles_ || code.empty()) return std::string(text);
  std::string styled = "\x1b[";
  return styled.append(code).append("m").append(text).append("\x1b[0m");
}

void Page::Print(Style style, std::string_view text) const {
  std::string lines = EscapeForTerminal(text);
  if (is_terminal_) lines = Wrapped(lines, Columns(STDOUT_FILENO));
  printf("%s\n", Styled(lines, style).c_str());
}

void Page::Print(std::string_view label, Style style,
                 std::string_view text) const {
  std::string lines = std::string(label) + EscapeForTerminal(text);
  if (is_terminal_) {
    lines = Wrapped(lines, Columns(STDOUT_FILENO), label.size());
  }
  printf("%s%s\n", Styled(label, style).c_str(), lines.c_str() + label.size());
}

void Page::PrintCommand(std::string_view label, Style style,
                        std::string_view command) const {
  const std::string text = EscapeForTerminal(command);
  const std::size_t width = label.size() + DisplayWidth(text);
  const bool fits = !is_terminal_ || width <= Columns(STDOUT_FILENO);
  printf("%s%s%s\n", Styled(label, style).c_str(), fits ? "" : "\n    ",
         text.c_str());
}

}  // namespace hf
