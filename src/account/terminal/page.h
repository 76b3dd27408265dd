// SPDX-License-Identifier: Apache-2.0
// Paragraphs on stdout, with colours on a terminal.

#ifndef HF_SRC_ACCOUNT_TERMINAL_PAGE_H_
#define HF_SRC_ACCOUNT_TERMINAL_PAGE_H_

#include <string>
#include <string_view>

#include "src/system/environment.h"

namespace hf {

enum class Style { kPlain, kBold, kGreen, kRed, kYellow };

/// Prints on stdout. On a terminal, lines break between words, and styles are
/// shown unless NO_COLOR is set or TERM is `dumb`. Elsewhere each paragraph is
/// one line without a style. All texts are escaped for the terminal.
class Page {
 public:
  explicit Page(const Environment& environment);

  void Print(Style style, std::string_view text) const;

  /// Prints \a label in \a style, then \a text; further lines begin below it.
  void Print(std::string_view label, Style style, std::string_view text) const;

  /// The same for a command, which is not broken, so that it can be copied. It
  /// has its own line when it does not fit beside \a label.
  void PrintCommand(std::string_view label, Style style,
                    std::string_view command) const;

 private:
  std::string Styled(std::string_view text, Style style) const;

  const bool is_terminal_;
  const bool has_styles_;
};

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TERMINAL_PAGE_H_
