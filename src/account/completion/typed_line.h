// SPDX-License-Identifier: Apache-2.0
// What a user has typed when the shell asks for completions.

#ifndef HF_SRC_ACCOUNT_COMPLETION_TYPED_LINE_H_
#define HF_SRC_ACCOUNT_COMPLETION_TYPED_LINE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hf {

/// A command line up to the cursor. The shell neither expands nor runs any part
/// of it.
class TypedLine {
 public:
  /// Reads a line of bash as it is typed, with its quotes. Bash inserts what it
  /// gets without quoting it.
  static TypedLine FromLine(std::string_view line);

  /// Reads words without quotes, each with a NUL behind it. The shell (zsh,
  /// fish) then selects and quotes the candidates itself.
  static TypedLine FromWords(std::string_view words);

  /// First the program, last the word at the cursor, which may be empty. Empty
  /// when there is not even a program.
  const std::vector<std::string>& words() const { return words_; }

  /// The word at the cursor as it is typed; empty after FromWords().
  const std::string& typed() const { return typed_; }

  /// The text that turns the word at the cursor into \a candidate. After
  /// FromLine(), this is the typed text and what is missing, quoted as the user
  /// has begun. Nothing when \a candidate does not begin with the word, or when
  /// the shell would expand what the user has typed.
  std::optional<std::string> TextFor(std::string_view candidate) const;

 private:
  enum class Quote { kNone, kSingle, kDouble };

  void ReadByte(char byte);
  void ReadEscaped(char byte);
  void ReadQuoted(char byte);
  void ReadUnquoted(char byte);
  void EndWord();
  char QuoteByte() const { return quote_ == Quote::kSingle ? '\'' : '"'; }
  std::string Quoted(char byte) const;
  std::string QuotedRest(std::string_view rest) const;

  std::vector<std::string> words_;
  std::string word_;   // The current word without quotes.
  std::string typed_;  // The same as it is typed.
  Quote quote_ = Quote::kNone;
  bool is_line_ = false;
  bool is_escaped_ = false;   // A backslash precedes.
  bool is_opened_ = false;    // The quote precedes.
  bool is_expanded_ = false;  // The shell makes something else of the word.
};

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_COMPLETION_TYPED_LINE_H_
