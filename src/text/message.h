// SPDX-License-Identifier: Apache-2.0
// Messages on stderr, and the exit status that belongs to an error.

#ifndef HF_SRC_TEXT_MESSAGE_H_
#define HF_SRC_TEXT_MESSAGE_H_

#include <string>
#include <string_view>
#include <vector>

#include "hf/result.h"
#include "src/system/secret.h"

namespace hf {

/// \a text, with escapes in place of everything that a terminal could take for
/// a command or would not show: `\x1b`, `\u{202e}`, `\xff` for a byte that is
/// not UTF-8. Letters of all scripts stay.
std::string EscapeForTerminal(std::string_view text);

/// \a json, the text of a JSON document, with JSON's own escapes (`\u202e`)
/// where EscapeForTerminal() would escape. A parser reads the same values, and
/// a terminal that shows the document gets no command.
SecretString EscapeInJson(std::string_view json);

/// \a text, for example a name from the Hub, if it has at most 256 bytes; else
/// its beginning, followed by " […]".
std::string Shortened(std::string_view text);

/// \a words with commas between them: "a, b, c". Empty for no words.
std::string JoinWords(const std::vector<std::string>& words);

/// Prints "git-credential-hf: MESSAGE" and, on its own line, "hint: HINT".
void PrintError(const Error& error);

/// Prints "git-credential-hf: TEXT": progress and warnings.
void PrintNotice(std::string_view text);

/// Prints "hint: TEXT".
void PrintHint(std::string_view text);

/// What a function has to tell the user besides its result. Its caller decides
/// when and whether to print it.
struct Notice {
  std::string text;
  std::string hint{};  ///< What to do; may be empty.
};
using Notices = std::vector<Notice>;

/// Prints each as PrintNotice() and PrintHint() do, and empties \a notices.
void PrintNotices(Notices& notices);

/// The exit status of the manual page: 1 failed, 2 usage, 3 no such token, 4
/// the Hub could not be reached.
int ExitStatus(Problem problem);

}  // namespace hf

#endif  // HF_SRC_TEXT_MESSAGE_H_
