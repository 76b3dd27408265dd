// SPDX-License-Identifier: Apache-2.0
#include "src/account/verbs/help_text.h"

#include <algorithm>

#include "src/account/terminal/paragraph.h"

namespace hf {

std::string WithArguments(const std::string& start, std::string_view arguments,
                          std::size_t columns) {
  std::string text = start;
  std::size_t column = start.size();
  while (!arguments.empty()) {
    // Breaks the line after an optional argument, never inside one.
    std::size_t end = arguments.find("] ");
    end = end == arguments.npos ? arguments.size() : end + 1;
    const std::string_view argument = arguments.substr(0, end);
    arguments.remove_prefix(std::min(end + 1, arguments.size()));
    const bool fits = column + 1 + argument.size() <= columns;
    text.append(fits ? " " : "\n    ").append(argument);
    column = argument.size() + (fits ? column + 1 : 4);
  }
  return text;
}

std::string HelpRow(std::string_view name, std::string_view text,
                    std::size_t text_column, std::size_t columns) {
  constexpr std::size_t kNarrow = 60, kNarrowIndent = 6;
  const std::size_t indent = columns < kNarrow ? kNarrowIndent : text_column;
  std::string row = "  " + std::string(name);
  const std::string margin(indent, ' ');
  if (columns < kNarrow || row.size() + 2 > text_column) {
    return row + "\n" + Wrapped(margin + std::string(text), columns, indent) +
           "\n";
  }
  row.resize(text_column, ' ');
  return Wrapped(row.append(text), columns, text_column) + "\n";
}

std::string HelpParagraph(std::string_view text, std::size_t columns) {
  return Wrapped(text, columns) + "\n";
}

}  // namespace hf
