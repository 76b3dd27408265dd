// SPDX-License-Identifier: Apache-2.0
// Words of a shell's command: in git's configuration, and in the commands that
// our messages give to be copied.

#ifndef HF_SRC_TEXT_SHELL_WORD_H_
#define HF_SRC_TEXT_SHELL_WORD_H_

#include <initializer_list>
#include <string>
#include <string_view>

namespace hf {

/// True when a shell reads \a word as itself, wherever it stands.
bool IsPlainWord(std::string_view word);

/// \a word in single quotes, as a shell reads it back, whatever is in it.
std::string Quoted(std::string_view word);

/// \a command with \a words behind it, quoted where they have to be, for a
/// person to copy. Empty when one of the words would not do what it shows: it
/// has control characters, a line break, or what cannot be seen, or it begins
/// like an option.
std::string CommandToCopy(std::string_view command,
                          std::initializer_list<std::string_view> words);

}  // namespace hf

#endif  // HF_SRC_TEXT_SHELL_WORD_H_
