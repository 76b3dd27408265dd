// SPDX-License-Identifier: Apache-2.0
// What we say on stderr, and the exit status that goes with it.

#ifndef HF_SRC_TEXT_MESSAGE_H_
#define HF_SRC_TEXT_MESSAGE_H_

#include <string>
#include <string_view>
#include <vector>

#include "hf/result.h"
#include "src/system/secret.h"

namespace hf {

/// \a text with everything that a terminal could take for a command, or that
/// would not be seen, made visible: `\x1b`, `\u{202e}`, `\xff` for a byte that
/// is no UTF-8. Letters of all scripts stay.
std::string EscapeForTerminal(std::string_view text);

/// \a json, the text of a JSON document, with what Visible() would escape
/// written as JSON's own escapes: `\u202e`. A reader gets the same values, and
/// a terminal that shows the document gets no command.
SecretString EscapeInJson(std::string_view json);

/// \a text, a name or a word from outside, if it has at most 256 bytes; else
/// the beginning of it, and a mark that it is cut: " […]".
std::string Shortened(std::string_view text);

/// \a words as a sentence lists them: "a, b, c"; empty for none.
std::string JoinWords(const std::vector<std::string>& words);

/// "git-credential-hf: MESSAGE" and, on a line of its own, "hint: HINT".
void PrintError(const Error& error);

/// "git-credential-hf: TEXT": progress and warnings.
void PrintNotice(std::string_view text);

/// "hint: TEXT".
void PrintHint(std::string_view text);

/// The exit status of the man page: 1 failed, 2 usage, 3 no such token, 4 the
/// Hub could not be reached.
int ExitStatus(Problem problem);

}  // namespace hf

#endif  // HF_SRC_TEXT_MESSAGE_H_
