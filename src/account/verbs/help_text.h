// SPDX-License-Identifier: Apache-2.0
// The lines of a help text.

#ifndef HF_SRC_ACCOUNT_VERBS_HELP_TEXT_H_
#define HF_SRC_ACCOUNT_VERBS_HELP_TEXT_H_

#include <string>
#include <string_view>

namespace hf {

/// What every help text says about exit statuses.
inline constexpr std::string_view kExitStatuses =
    "Exit status: 0 done, 1 failed, 2 usage, 3 no such token or not logged in, "
    "4 the Hub could not be reached, 130 interrupted.";

/// \a start and \a arguments in lines of at most \a columns, broken only after
/// an argument.
std::string WithArguments(const std::string& start, std::string_view arguments,
                          std::size_t columns);

/// \a name, and \a text from column \a text_column on; on a narrow terminal,
/// below the name. Ends with a line end.
std::string HelpRow(std::string_view name, std::string_view text,
                    std::size_t text_column, std::size_t columns);

/// \a text in lines of at most \a columns, with a line end.
std::string HelpParagraph(std::string_view text, std::size_t columns);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_VERBS_HELP_TEXT_H_
