// SPDX-License-Identifier: Apache-2.0
#include "src/account/verbs/suggestion.h"

#include <algorithm>

namespace hf {
namespace {

constexpr std::size_t kLongestOption = 32;

/// How many letters of \a word must be added, removed, replaced or swapped with
/// their neighbour to make \a other.
std::size_t Distance(std::string_view word, std::string_view other) {
  std::vector<std::size_t> before, last(other.size() + 1);
  for (std::size_t at = 0; at <= other.size(); ++at) last[at] = at;
  for (std::size_t row = 1; row <= word.size(); ++row) {
    std::vector<std::size_t> now(other.size() + 1, row);
    for (std::size_t at = 1; at <= other.size(); ++at) {
      const bool same = word[row - 1] == other[at - 1];
      now[at] = std::min(
          {last[at] + 1, now[at - 1] + 1, last[at - 1] + (same ? 0 : 1)});
      const bool swapped = row > 1 && at > 1 &&
                           word[row - 1] == other[at - 2] &&
                           word[row - 2] == other[at - 1];
      if (swapped) now[at] = std::min(now[at], before[at - 2] + 1);
    }
    before = std::exchange(last, std::move(now));
  }
  return last[other.size()];
}

/// Less is nearer; more than kFarthest is not near at all.
constexpr std::size_t kFarthest = 2;

std::size_t HowFar(std::string_view word, std::string_view other) {
  constexpr std::size_t kBeginning = 3;
  if (word.size() >= kBeginning && other.starts_with(word)) return 0;
  const std::size_t distance = Distance(word, other);
  // In a short word two wrong letters are too many.
  return distance * 2 < other.size() ? distance : kFarthest + 1;
}

bool IsLetterOrDash(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         byte == '-';
}

}  // namespace

std::string_view Nearest(std::string_view word,
                         const std::vector<std::string_view>& known) {
  if (word.empty() || word.size() > kLongestOption) return {};
  std::string_view nearest;
  std::size_t least = kFarthest + 1;
  for (const std::string_view other : known) {
    const std::size_t distance = HowFar(word, other);
    if (distance < least) nearest = other;
    least = std::min(least, distance);
  }
  return nearest;
}

std::string DidYouMean(std::string_view word) {
  return word.empty() ? std::string()
                      : "did you mean '" + std::string(word) + "'?";
}

std::string_view OptionIn(std::string_view argument) {
  const std::string_view option = argument.substr(0, argument.find('='));
  const bool is_option =
      option.size() > 1 && option[0] == '-' &&
      option.size() <= kLongestOption &&
      std::all_of(option.begin(), option.end(), IsLetterOrDash);
  return is_option ? option : std::string_view();
}

Error TokenInArgument(const std::string& verb) {
  return {
      Problem::kUsage,
      verb + ": an argument can be read by every user of this machine",
      "use 'git-credential-hf login --token-stdin' or --token-file, and make "
      "a new token: this one may have been seen"};
}

}  // namespace hf
