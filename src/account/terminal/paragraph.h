// SPDX-License-Identifier: Apache-2.0
// Text in lines that are not wider than the terminal.

#ifndef HF_SRC_ACCOUNT_TERMINAL_PARAGRAPH_H_
#define HF_SRC_ACCOUNT_TERMINAL_PARAGRAPH_H_

#include <string>
#include <string_view>

#include "src/text/message.h"

namespace hf {

/// How many columns a line on \a fd should have at most: 80, or fewer when it
/// is a terminal that is narrower.
std::size_t Columns(int fd);

/// \a text without line ends, broken at its blanks into lines of at most
/// \a columns, of which all but the first begin with \a indent blanks. A word
/// that is longer than a line stays whole, and so does a text between ' and '.
/// The last line has no line end.
std::string Wrapped(std::string_view text, std::size_t columns,
                    std::size_t indent = 0);

// As PrintNotice(), PrintHint() and PrintNotices(), but on a terminal in lines
// that fit.
void PrintWrappedNotice(const std::string& text, const std::string& hint = {});
void PrintWrappedHint(std::string_view text);
void PrintWrappedNotices(Notices& notices);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TERMINAL_PARAGRAPH_H_
