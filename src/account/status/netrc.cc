// SPDX-License-Identifier: Apache-2.0
#include "src/account/status/netrc.h"

#include <algorithm>

namespace hf {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

struct Word {
  SecretString text;
  std::size_t begin, end;
};

/// Reads the words one after the other.
class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {}

  /// False at the end.
  bool Next(Word& word);

  /// Skips the lines of a macro, up to an empty line.
  void SkipMacro();

 private:
  void SkipBlanksAndComments();
  SecretString Quoted();

  std::string_view text_;
  std::size_t at_ = 0;
};

void Words::SkipBlanksAndComments() {
  while (at_ < text_.size()) {
    const std::size_t next = text_.find_first_not_of(kBlanks, at_);
    if (next == text_.npos) {
      at_ = text_.size();
      return;
    }
    const std::string_view skipped = text_.substr(at_, next - at_);
    const bool begins_line = next == 0 || skipped.find('\n') != skipped.npos;
    at_ = next;
    if (!begins_line || text_[at_] != '#') return;
    at_ = std::min(text_.find('\n', at_), text_.size());
  }
}

/// The word whose opening quote is at the position; an escape is a backslash.
SecretString Words::Quoted() {
  SecretString word;
  for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
    if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
    word += text_[at_];
  }
  at_ = std::min(at_ + 1, text_.size());
  return word;
}

bool Words::Next(Word& word) {
  SkipBlanksAndComments();
  if (at_ >= text_.size()) return false;
  word.begin = at_;
  if (text_[at_] == '"') {
    word.text = Quoted();
  } else {
    at_ = std::min(text_.find_first_of(kBlanks, at_), text_.size());
    word.text = text_.substr(word.begin, at_ - word.begin);
  }
  word.end = at_;
  return true;
}

void Words::SkipMacro() {
  const std::size_t unix_end = text_.find("\n\n", at_);
  const std::size_t windows_end = text_.find("\n\r\n", at_);
  at_ = std::min({unix_end, windows_end, text_.size()});
}

/// \a entry with the rest of its line, if it has lines of its own.
void TakeLines(std::string_view text, NetrcEntry& entry) {
  const std::size_t first = text.find_last_not_of(" \t", entry.begin - 1);
  const bool begins_line =
      entry.begin == 0 || first == text.npos || text[first] == '\n';
  const std::size_t next = text.find_first_not_of(" \t\r", entry.end);
  const bool ends_line = next == text.npos || text[next] == '\n';
  if (!begins_line || !ends_line) return;
  entry.begin = entry.begin == 0 || first == text.npos ? 0 : first + 1;
  entry.end = next == text.npos ? text.size() : next + 1;
}

}  // namespace

std::vector<NetrcEntry> NetrcEntriesIn(std::string_view text) {
  std::vector<NetrcEntry> entries;
  Words words(text);
  Word word;
  while (words.Next(word)) {
    const std::string key(word.text);
    if (key == "macdef") {
      words.SkipMacro();
    } else if (key == "default" || key == "machine") {
      NetrcEntry entry{{}, {}, {}, word.begin, word.end};
      if (key == "machine") {
        if (!words.Next(word)) break;
        entry.machine = word.text;
        entry.end = word.end;
      }
      entries.push_back(std::move(entry));
    } else if (!entries.empty() &&
               (key == "login" || key == "password" || key == "account")) {
      if (!words.Next(word)) break;
      if (key == "login") entries.back().login = word.text;
      if (key == "password") entries.back().password = word.text;
      entries.back().end = word.end;
    }
  }
  for (NetrcEntry& entry : entries) TakeLines(text, entry);
  return entries;
}

}  // namespace hf
