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

bool IsAuthorization(std::string_view header) {
  const std::size_t begin = header.find_first_not_of(" \t");
  if (begin == header.npos) return false;
  header.remove_prefix(begin);
  if (FoldAscii(header.substr(0, kHeader.size())) != kHeader) return false;
  header.remove_prefix(kHeader.size());
  const std::size_t colon = header.find_first_not_of(" \t");
  return colon != header.npos && header[colon] == ':';
}

/// A setting with an Authorization header, and those of the Hub's URLs to which
/// it is sent.
struct SentHeader {
  ConfigEntry entry;
  bool by_lfs_only;  ///< git-lfs does not know that an empty value removes it.
  std::vector<std::string> addresses{};
};

/// The headers for \a url. For git, an empty value removes the earlier ones,
/// unless git ignores it because a longer pattern came first.
std::vector<SentHeader> HeadersFor(const std::vector<ConfigEntry>& entries,
                                   const std::string& url) {
  std::vector<SentHeader> headers;
  std::size_t longest = 0;
  for (const ConfigEntry& entry : entries) {
    const auto pattern = UrlInKey(entry.key, "http", "extraheader");
    if (!pattern || !CredentialKey{*pattern, {}}.AppliesTo(url)) continue;
    if (entry.value.empty() && pattern->size() >= longest) {
      for (SentHeader& header : headers) header.by_lfs_only = true;
    }
    longest = std::max(longest, pattern->size());
    if (IsAuthorization(entry.value)) headers.push_back({entry, false});
  }
  return headers;
}

/// The command that removes \a entry from \a file; empty when it cannot be
/// shown, because the URL in the key may contain a secret.
std::string RemovalOf(const ConfigEntry& entry, const std::string& file) {
  const std::string name = entry.value.substr(0, kHeader.size());
  const bool can_name =
      entry.key.find('@') == entry.key.npos && FoldAscii(name) == kHeader;
  if (!can_name) return {};
  return CommandToCopy("git config --unset-all --file",
                       {file, entry.key, "^" + name});
}

/// Shows neither the pattern of the key nor the value: they may be secret.
void AddHeader(const GitContext& context, const SentHeader& header,
               Issues& issues) {
  const ConfigEntry& entry = header.entry;
  const bool is_general = UrlInKey(entry.key, "http", "extraheader")->empty();
  const std::string file = JoinPath(context.directory, FileOf(entry));
  issues.Add({"authorization-header",
              std::string(header.by_lfs_only ? "git-lfs" : "git") +
                  " sends an Authorization header of its own to " +
                  JoinWords(header.addresses) + ", because of " +
                  (is_general ? "http.extraHeader" : "http.*.extraHeader") +
                  " in '" + file + "'",
              CommandOr(RemovalOf(entry, file),
                        "remove the header from '" + file + "'"),
              Problem::kRefused, std::nullopt,
              header.by_lfs_only && !UsesLfs(context)});
}

}  // namespace

void CheckExtraHeaders(const GitContext& context, const StatusTarget& target,
                       Issues& issues) {
  std::vector<SentHeader> sent;
  for (const std::string& address : AddressesOf(target.hub)) {
    const bool is_there = target.url.starts_with(address + "/");
    const std::string& url = is_there ? target.url : address;
    for (const SentHeader& found : HeadersFor(context.effective, url)) {
      const auto same =
          std::find_if(sent.begin(), sent.end(), [&](const SentHeader& header) {
            return header.entry == found.entry &&
                   header.by_lfs_only == found.by_lfs_only;
          });
      SentHeader& header =
          same == sent.end() ? sent.emplace_back(found) : *same;
      header.addresses.push_back(address);
    }
  }
  for (const SentHeader& header : sent) AddHeader(context, header, issues);
}

}  // namespace hf
