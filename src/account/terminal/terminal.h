// SPDX-License-Identifier: Apache-2.0
// Asking a person, on their terminal.

#ifndef HF_SRC_ACCOUNT_TERMINAL_TERMINAL_H_
#define HF_SRC_ACCOUNT_TERMINAL_TERMINAL_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/system/environment.h"
#include "src/system/secret.h"

namespace hf {

/// True when somebody is there to be asked: on a terminal that is not the one
/// that a notebook pretends to be, where nobody can type.
bool HasPerson(const Environment& environment);

/// True when this session can show windows.
bool HasDisplay(const Environment& environment);

/// True when we run for a cell of a notebook: Jupyter gives `!command` a
/// terminal, and JPY_PARENT_PID.
bool IsInNotebook(const Environment& environment);

/// What a person types after \a question, without the line end; nothing when
/// they close the input. Ctrl-C ends the program, as everywhere.
std::optional<std::string> Ask(std::string_view question);

/// What a person types after \a prompt on the terminal, where it is not shown;
/// at most \a most_bytes. What follows a NUL byte is kept, so that the caller
/// sees it. Nothing when there is no terminal.
std::optional<SecretString> AskSecret(const char* prompt,
                                      std::size_t most_bytes);

/// True when a person says yes to \a question; anything else is a no.
bool Confirm(std::string_view question);

/// Shows \a entries with numbers under \a title and asks for one. The index, or
/// nothing when the person changes their mind (an empty line, `q`) or gives
/// three answers that are none.
std::optional<std::size_t> Choose(std::string_view title,
                                  const std::vector<std::string>& entries);

/// True when a terminal of this user's understands UTF-8.
bool IsUtf8Terminal(const Environment& environment);

/// How many columns \a text takes on a terminal.
std::size_t ColumnsOf(const std::string& text);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TERMINAL_TERMINAL_H_
