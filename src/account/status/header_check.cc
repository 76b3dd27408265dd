// SPDX-License-Identifier: Apache-2.0
#include "src/account/status/header_check.h"

#include <algorithm>

#include "src/account/git/credential_config.h"
#include "src/system/path.h"
#include "src/text/ascii.h"
#include "src/text/message.h"
#include "src/text/shell_word.h"

namespace hf {
namespace {

constexpr std::string_view kHeader = "authorization";

/// The URL pattern in `http.<URL>.extraHeader`; empty for `http.extraHeader`;
/// nothing for another key.
std::optional<std::string_view> PatternOf(std::string_view key) {
  constexpr std::string_view kSection = "http.", kName = "extraheader";
  if (!key.starts_with(kSection) || !key.ends_with(kName)) return std::nullopt;
  key.remove_prefix(kSection.size());
  key.remove_suffix(kName.size());
  if (key.empty()) return key;
  if (!key.ends_with('.')) return std::nullopt;
  key.remove_suffix(1);
  return key;
}

bool IsAuthorization(std::string_view header) {
  const std::size_t begin = header.find_first_not_of(" \t");
  if (begin == header.npos) return false;
  header.remove_prefix(begin);
  if (FoldAscii(header.substr(0, kHeader.size())) != kHeader) return false;
  header.remove_prefix(kHeader.size());
  const std::size_t colon = header.find_first_not_of(" \t");
  return colon != header.npos && header[colon] == ':';
}

/// The Authorization headers that git sends to \a url. An empty value removes
/// the earlier ones, unless git ignores it because a longer pattern came first.
std::vector<ConfigEntry> HeadersFor(const std::vector<ConfigEntry>& entries,
                                    const std::string& url) {
  std::vector<ConfigEntry> headers;
  std::size_t longest = 0;
  for (const ConfigEntry& entry : entries) {
    const auto pattern = PatternOf(entry.key);
    if (!pattern || !CredentialKey{*pattern, {}}.AppliesTo(url)) continue;
    if (entry.value.empty() && pattern->size() >= longest) headers.clear();
    longest = std::max(longest, pattern->size());
    if (IsAuthorization(entry.value)) headers.push_back(entry);
  }
  return headers;
}

/// One setting, and those of the Hub's URLs to which git sends its header.
struct SentHeader {
  ConfigEntry entry;
  std::vector<std::string> addresses;
};

/// The pattern of the key may contain a secret, and so may the value.
void AddHeader(const GitContext& context, const SentHeader& header,
               Issues& issues) {
  const ConfigEntry& entry = header.entry;
  const bool is_general = PatternOf(entry.key)->empty();
  const std::string file = JoinPath(context.directory, FileOf(entry));
  const std::string name = entry.value.substr(0, kHeader.size());
  const bool can_name =
      entry.key.find('@') == entry.key.npos && FoldAscii(name) == kHeader;
  const std::string command =
      can_name ? CommandToCopy("git config --unset-all --file",
                               {file, entry.key, "^" + name})
               : "";
  issues.Add({"authorization-header",
              "git sends an Authorization header of its own to " +
                  JoinWords(header.addresses) + ", because of " +
                  (is_general ? "http.extraHeader" : "http.*.extraHeader") +
                  " in '" + file + "'",
              CommandOr(command, "remove the header from '" + file + "'")});
}

}  // namespace

void CheckExtraHeaders(const GitContext& context, const StatusTarget& target,
                       Issues& issues) {
  std::vector<SentHeader> sent;
  for (const std::string& address : AddressesOf(target.hub)) {
    const bool is_there = target.url.starts_with(address + "/");
    const std::string& url = is_there ? target.url : address;
    for (const ConfigEntry& entry : HeadersFor(context.effective, url)) {
      const auto same = std::find_if(
          sent.begin(), sent.end(),
          [&](const SentHeader& header) { return header.entry == entry; });
      SentHeader& header =
          same == sent.end() ? sent.emplace_back(SentHeader{entry, {}}) : *same;
      header.addresses.push_back(address);
    }
  }
  for (const SentHeader& header : sent) AddHeader(context, header, issues);
}

}  // namespace hf
