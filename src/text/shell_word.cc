// SPDX-License-Identifier: Apache-2.0
#include "src/text/shell_word.h"

#include "src/text/message.h"

namespace hf {

bool IsPlainWord(std::string_view word) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
      "/._-+@:~";
  // A shell expands a tilde at the start of a word and after a colon.
  return word.find_first_not_of(kPlain) == word.npos &&
         !word.starts_with('~') && word.find(":~") == word.npos;
}

std::string Quoted(std::string_view word) {
  std::string quoted = "'";
  for (const char byte : word) {
    if (byte == '\'') {
      quoted += "'\\''";
    } else {
      quoted += byte;
    }
  }
  return quoted + "'";
}

std::string CommandToCopy(std::string_view command,
                          std::initializer_list<std::string_view> words) {
  std::string text(command);
  for (const std::string_view word : words) {
    if (word.starts_with('-') || EscapeForTerminal(word) != word) return {};
    const bool plain = !word.empty() && IsPlainWord(word);
    text.append(" ").append(plain ? std::string(word) : Quoted(word));
  }
  return text;
}

}  // namespace hf
