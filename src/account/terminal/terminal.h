// SPDX-License-Identifier: Apache-2.0
// Questions to the user on the terminal.

#ifndef HF_SRC_ACCOUNT_TERMINAL_TERMINAL_H_
#define HF_SRC_ACCOUNT_TERMINAL_TERMINAL_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/system/environment.h"
#include "src/system/secret.h"

namespace hf {

/// True when the program can ask the user: stdin and stderr are a terminal, and
/// it is not the terminal that a notebook gives to `!command`, where the user
/// cannot type.
bool IsInteractive(const Environment& environment);

/// True when a graphical session is there: DISPLAY or WAYLAND_DISPLAY is set.
bool HasDisplay(const Environment& environment);

/// True when a cell of a notebook runs this program. Jupyter gives `!command` a
/// terminal and sets JPY_PARENT_PID; Colab sets COLAB_RELEASE_TAG.
bool IsInNotebook(const Environment& environment);

/// The line that the user types after \a question, without its line end;
/// nothing at the end of the input (Ctrl-D). Ctrl-C ends the program.
std::optional<std::string> Ask(std::string_view question);

/// The line that the user types after \a prompt on the terminal, which does not
/// show it; at most \a max_bytes. Keeps the text after a NUL byte, so that the
/// caller can reject it. Nothing when there is no terminal.
std::optional<SecretString> AskSecret(const char* prompt,
                                      std::size_t max_bytes);

/// True when the user answers `y`, `Y` or `yes` to \a question.
bool Confirm(std::string_view question);

/// What an empty line means in a menu.
enum class EmptyLine { kLeaves, kTakesFirst };

/// Shows \a entries with numbers under \a title and asks for one. Returns its
/// index; nothing when the user enters `q`, or an empty line that leaves, or
/// three times something else that is not a number of an entry.
std::optional<std::size_t> Choose(std::string_view title,
                                  const std::vector<std::string>& entries,
                                  EmptyLine empty_line = EmptyLine::kLeaves);

/// True when the user's locale uses UTF-8.
bool IsUtf8Terminal(const Environment& environment);

/// The number of columns that \a text needs on a terminal.
std::size_t DisplayWidth(const std::string& text);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TERMINAL_TERMINAL_H_
