// SPDX-License-Identifier: Apache-2.0
#include "src/store/token_command.h"

#include <algorithm>

#include "src/configparser/python_str.h"
#include "src/store/token_store.h"
#include "src/text/utf8.h"

namespace hf {
namespace {

/// True when the format would change \a word on a line of its own: blanks at
/// its ends are removed, and a comment or an empty line is left out.
bool NeedsQuotes(std::string_view word) {
  return word.empty() || Strip(word) != word || word.front() == '"' ||
         word.front() == '#' || word.front() == ';';
}

/// Sets \a seconds to the duration at \a key, if there is one.
void ReadDuration(const IniSection& section, std::string_view key, int least,
                  int most, int& seconds, std::string& fault) {
  const auto text = section.Find(key);
  if (!text) return;
  const auto duration = ParseDuration(*text, most);
  if (duration && *duration >= least) {
    seconds = *duration;
  } else {
    fault = "'" + std::string(key) + "' is no duration of " +
            std::to_string(least) + " to " + std::to_string(most) + " seconds";
  }
}

}  // namespace

std::optional<int> ParseDuration(std::string_view text, int most) {
  if (text.empty()) return std::nullopt;
  int unit = 1;
  constexpr std::string_view kUnits = "smh";
  constexpr int kSeconds[] = {1, 60, 3600};
  if (const auto at = kUnits.find(text.back()); at != kUnits.npos) {
    unit = kSeconds[at];
    text.remove_suffix(1);
  }
  constexpr std::size_t kMostDigits = 6;
  const bool is_number = !text.empty() && text.size() <= kMostDigits &&
                         text.find_first_not_of("0123456789") == text.npos;
  if (!is_number) return std::nullopt;
  int count = 0;
  for (const char digit : text) count = 10 * count + (digit - '0');
  if (count > most / unit) return std::nullopt;
  return count * unit;
}

std::string LinesOf(const std::vector<std::string>& words) {
  std::string lines;
  for (const std::string& word : words) {
    if (!lines.empty()) lines += '\n';
    lines += NeedsQuotes(word) ? '"' + word + '"' : word;
  }
  return lines;
}

std::vector<std::string> WordsIn(std::string_view lines) {
  std::vector<std::string> words;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    std::string_view word = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (word.empty()) continue;
    if (word.size() > 1 && word.front() == '"' && word.back() == '"') {
      word = word.substr(1, word.size() - 2);
    }
    words.emplace_back(word);
  }
  return words;
}

bool IsWritable(std::string_view word) {
  // The format breaks lines at these, too.
  for (const std::string_view mark : {"\u2028", "\u2029"}) {
    if (word.find(mark) != word.npos) return false;
  }
  return IsUtf8(word) && !HasControls(word);
}

TokenCommand CommandIn(const IniSection& section, const std::string& file) {
  TokenCommand command;
  command.file = file;
  command.words = WordsIn(section.Find(kArgumentKey).value_or(""));
  ReadDuration(section, kTtlKey, 0, kLongestTtl, command.ttl, command.fault);
  ReadDuration(section, kTimeoutKey, 1, kLongestTimeout, command.timeout,
               command.fault);
  if (command.words.empty()) {
    command.fault = "'argument' names no program";
  } else if (!command.words[0].starts_with('/')) {
    command.fault = "its program is not an absolute path";
  } else if (!std::all_of(command.words.begin(), command.words.end(),
                          IsWritable)) {
    command.fault = "an argument has control characters";
  }
  return command;
}

void SetCommand(const TokenCommand& command, IniSection& section) {
  section.Set(kArgumentKey, LinesOf(command.words));
  section.Set(kTtlKey, std::to_string(command.ttl) + "s");
  section.Set(kTimeoutKey, std::to_string(command.timeout) + "s");
}

}  // namespace hf
