// SPDX-License-Identifier: Apache-2.0
// Aligned columns on stdout.

#ifndef HF_SRC_ACCOUNT_TERMINAL_TABLE_H_
#define HF_SRC_ACCOUNT_TERMINAL_TABLE_H_

#include <string>
#include <vector>

namespace hf {

/// The cells of one line; all rows of a table have the same number.
using Row = std::vector<std::string>;

/// Prints \a heading and \a rows, as wide as a terminal shows them. The first
/// column is always there; another that is empty in every row is left out.
/// Cells are printed as they are: make them safe by EscapeForTerminal() before.
void PrintTable(const Row& heading, const std::vector<Row>& rows);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TERMINAL_TABLE_H_
