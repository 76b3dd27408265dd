// SPDX-License-Identifier: Apache-2.0
// Prints a table with aligned columns on stdout.

#ifndef HF_SRC_ACCOUNT_TERMINAL_TABLE_H_
#define HF_SRC_ACCOUNT_TERMINAL_TABLE_H_

#include <string>
#include <vector>

namespace hf {

/// The cells of one line; all rows of a table have the same number.
using Row = std::vector<std::string>;

/// Prints \a heading and \a rows. Always prints the first column; leaves out
/// another column that is empty in every row. Prints the cells as they are: the
/// caller must pass them through EscapeForTerminal().
void PrintTable(const Row& heading, const std::vector<Row>& rows);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TERMINAL_TABLE_H_
