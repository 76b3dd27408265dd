// SPDX-License-Identifier: Apache-2.0
// A command that prints a token, as a section of a file describes it.

#ifndef HF_SRC_STORE_TOKEN_COMMAND_H_
#define HF_SRC_STORE_TOKEN_COMMAND_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/configparser/ini_section.h"

namespace hf {

struct TokenCommand {
  std::vector<std::string> words;  ///< The program's path, and its arguments.
  int ttl = 300;     ///< Seconds to use an answer that has no expiry; 0: once.
  int timeout = 10;  ///< Seconds that it may take while git waits.
  std::string file{};   ///< The file that describes it.
  std::string fault{};  ///< Why it cannot be used; empty when it can.

  bool operator==(const TokenCommand&) const = default;
};

inline constexpr std::string_view kArgumentKey = "argument";
inline constexpr std::string_view kTtlKey = "ttl";
inline constexpr std::string_view kTimeoutKey = "timeout";

inline constexpr int kLongestTtl = 86'400;  ///< In seconds.
inline constexpr int kLongestTimeout = 60;  ///< In seconds.

/// "5m", "90s", "90" or "1h" in seconds; nothing for any other text, and for
/// more than \a most seconds.
std::optional<int> ParseDuration(std::string_view text, int most);

/// \a words for a section, one on each line. A word that is empty, or that the
/// format would change, is between double quotes.
std::string LinesOf(const std::vector<std::string>& words);

/// The words that LinesOf() has written; quotes are removed, and nothing else.
std::vector<std::string> WordsIn(std::string_view lines);

/// True when LinesOf() can write \a word: UTF-8 without control characters.
bool IsWritable(std::string_view word);

/// The command that \a section of \a file describes; with a fault when a key is
/// missing or wrong.
TokenCommand CommandIn(const IniSection& section, const std::string& file);

/// Writes \a command to \a section.
void SetCommand(const TokenCommand& command, IniSection& section);

}  // namespace hf

#endif  // HF_SRC_STORE_TOKEN_COMMAND_H_
