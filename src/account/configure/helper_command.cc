// SPDX-License-Identifier: Apache-2.0
#include "src/account/configure/helper_command.h"

#include <optional>

#include "src/hub/access_token.h"
#include "src/hub/endpoint.h"
#include "src/system/path.h"
#include "src/text/shell_word.h"

namespace hf {
namespace {

constexpr std::string_view kProgram = "git-credential-hf";
constexpr std::string_view kEndpointOption = " --endpoint ";
constexpr std::string_view kQuoteInQuotes = "'\\''";

/// Removes the first word, as a shell reads it, from \a text and returns it;
/// nothing when HelperValue() does not write a word like this.
std::optional<std::string> TakeWord(std::string_view& text) {
  std::string word;
  if (!text.starts_with('\'')) {
    word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    return IsPlainWord(word) ? std::optional(word) : std::nullopt;
  }
  for (text.remove_prefix(1);;) {
    const std::size_t quote = text.find('\'');
    if (quote == text.npos) return std::nullopt;
    word += text.substr(0, quote);
    text.remove_prefix(quote);
    if (!text.starts_with(kQuoteInQuotes)) break;
    word += '\'';
    text.remove_prefix(kQuoteInQuotes.size());
  }
  text.remove_prefix(1);
  return word;
}

}  // namespace

std::string HelperValue(const std::string& program,
                        const std::string& endpoint_url) {
  std::string value = IsPlainWord(program) ? program : "!" + Quoted(program);
  if (endpoint_url.empty()) return value;
  value += kEndpointOption;
  // A shell would read the brackets of an IPv6 address as a file name pattern.
  return value +=
         IsPlainWord(endpoint_url) ? endpoint_url : Quoted(endpoint_url);
}

std::string HelperProgramPath(std::string_view value) {
  std::string_view rest = value;
  if (rest.starts_with('!')) rest.remove_prefix(1);
  auto program = TakeWord(rest);
  if (!program || !program->starts_with('/')) return {};
  if (FileNameOf(*program) != kProgram) return {};
  std::string url;
  if (!rest.empty()) {
    if (!rest.starts_with(kEndpointOption)) return {};
    rest.remove_prefix(kEndpointOption.size());
    url = TakeWord(rest).value_or("");
    if (url.empty() || !Endpoint::Parse(url).ok()) return {};
  }
  return HelperValue(*program, url) == value ? *program : std::string();
}

bool IsWrittenByConfigure(std::string_view value) {
  return !HelperProgramPath(value).empty();
}

std::string HelperDisplayName(std::string_view value) {
  constexpr std::size_t kMaxBytes = 40;
  if (value.starts_with('!')) return "a shell command";
  const std::string_view word = FileNameOf(value.substr(0, value.find(' ')));
  if (word.empty() || word.size() > kMaxBytes || !IsPlainWord(word) ||
      MayBeToken(word)) {
    return "another helper";
  }
  return "'" + std::string(word) + "'";
}

bool IsOurHelper(std::string_view value) {
  if (value == "hf" || value.starts_with("hf ")) return true;
  for (std::size_t at = value.find(kProgram); at != value.npos;
       at = value.find(kProgram, at + 1)) {
    const std::size_t end = at + kProgram.size();
    const auto delimits = [&](std::size_t position) {
      return position >= value.size() ||
             std::string_view("/ '\"\t\n;&|()").find(value[position]) !=
                 std::string_view::npos;
    };
    if ((at == 0 || delimits(at - 1)) && delimits(end)) return true;
  }
  return false;
}

}  // namespace hf
