// SPDX-License-Identifier: Apache-2.0
// Words of a shell command: in git's configuration, and in the commands that
// messages show for copying.

#ifndef HF_SRC_TEXT_SHELL_WORD_H_
#define HF_SRC_TEXT_SHELL_WORD_H_

#include <initializer_list>
#include <string>
#include <string_view>

namespace hf {

/// True when a shell takes \a word unchanged at any place of a command.
bool IsPlainWord(std::string_view word);

/// \a word in single quotes, so that a shell reads exactly \a word back.
std::string Quoted(std::string_view word);

/// \a command followed by \a words, quoted where necessary, for the user to
/// copy. Empty when one of the words has control characters, line breaks or
/// invisible characters, or begins like an option: the command would then not
/// do what it shows.
std::string CommandToCopy(std::string_view command,
                          std::initializer_list<std::string_view> words);

}  // namespace hf

#endif  // HF_SRC_TEXT_SHELL_WORD_H_
