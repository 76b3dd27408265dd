// SPDX-License-Identifier: Apache-2.0
#include "src/account/terminal/table.h"

#include <stdio.h>

#include <algorithm>

#include "src/account/terminal/terminal.h"

namespace hf {
namespace {

constexpr std::size_t kGap = 2;

/// The width of each column; 0 for one that is not printed.
std::vector<std::size_t> WidthsOf(const Row& heading,
                                  const std::vector<Row>& rows) {
  std::vector<std::size_t> widths(heading.size());
  for (std::size_t column = 0; column < heading.size(); ++column) {
    for (const Row& row : rows) {
      widths[column] = std::max(widths[column], DisplayWidth(row[column]));
    }
    if (column > 0 && widths[column] == 0) continue;
    widths[column] = std::max(
        {widths[column], DisplayWidth(heading[column]), std::size_t{1}});
  }
  return widths;
}

void PrintRow(const Row& row, const std::vector<std::size_t>& widths) {
  std::string line;
  for (std::size_t column = 0; column < row.size(); ++column) {
    if (widths[column] == 0) continue;
    line += row[column];
    line.append(widths[column] - DisplayWidth(row[column]) + kGap, ' ');
  }
  line.erase(line.find_last_not_of(' ') + 1);
  printf("%s\n", line.c_str());
}

}  // namespace

void PrintTable(const Row& heading, const std::vector<Row>& rows) {
  const std::vector<std::size_t> widths = WidthsOf(heading, rows);
  PrintRow(heading, widths);
  for (const Row& row : rows) PrintRow(row, widths);
}

}  // namespace hf
