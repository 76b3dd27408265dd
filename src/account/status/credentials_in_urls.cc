// SPDX-License-Identifier: Apache-2.0
#include "src/account/status/credentials_in_urls.h"

#include <algorithm>

#include "src/account/configure/helper_sections.h"
#include "src/account/git/config_file.h"
#include "src/account/git/credential_config.h"
#include "src/account/status/plaintext_tokens.h"
#include "src/account/status/repository_files.h"
#include "src/hub/endpoint.h"
#include "src/system/path.h"
#include "src/text/ascii.h"
#include "src/text/message.h"

namespace hf {
namespace {

/// A token and its user in the URLs of one file.
struct UrlToken {
  std::string file;
  SecretString text;  ///< `//user:token@host`, as in the file.
  SecretString token;
  std::string user, host;
  Endpoint hub;
  std::vector<std::string> keys;  ///< The keys whose URLs contain it.
};

/// \a key for a message. The subsection of `url.*` is a URL itself, which may
/// contain the token.
std::string ShownKey(const std::string& key) {
  return key.starts_with("url.") ? "url.*" + key.substr(key.rfind('.')) : key;
}

/// The URLs in one setting: its value, and the subsection of `url.*`.
std::vector<std::string> UrlsIn(const ConfigEntry& entry) {
  constexpr std::string_view kSection = "url.";
  std::vector<std::string> urls = {entry.value};
  if (entry.key.starts_with(kSection)) {
    urls.push_back(entry.key.substr(kSection.size(),
                                    entry.key.rfind('.') - kSection.size()));
  }
  return urls;
}

void AddToken(const GitContext& context, const std::vector<Endpoint>& hubs,
              const ConfigEntry& entry, const std::string& text,
              std::vector<UrlToken>& strays) {
  const auto url = SplitUrl(text);
  if (!url || !url->userinfo) return;
  const auto token = url->Token();
  Url secure = *url;
  // A token in an http URL is an issue, too.
  if (secure.scheme == "http") secure.scheme = "https";
  auto hub = HubAt(hubs, *url);
  if (!hub) hub = HubAt(hubs, secure);
  if (!token || !hub) return;
  SecretString written = "//";
  written.append(*url->userinfo).append("@").append(url->host);
  const std::string file = JoinPath(context.directory, FileOf(entry));
  auto stray = std::find_if(
      strays.begin(), strays.end(),
      [&](const UrlToken& s) { return s.file == file && s.text == written; });
  if (stray == strays.end()) {
    const std::string user(PercentDecoded(url->user.value_or("")));
    strays.push_back(
        {file, written, *token, user, std::string(url->host), *hub, {}});
    stray = strays.end() - 1;
  }
  stray->keys.push_back(ShownKey(entry.key));
}

/// True when a URL's host ends before \a rest. The same token may be in the URL
/// of a host whose name only begins like the Hub's.
bool EndsHost(std::string_view rest) {
  constexpr std::string_view kEnds = "/?#\"'] \t\r\n\v\f";
  return rest.empty() || kEnds.find(rest[0]) != kEnds.npos;
}

/// True when \a text ends with a scheme of the Hub's URLs.
bool EndsWithScheme(std::string_view text) {
  const std::string end = FoldAscii(
      text.substr(text.size() - std::min<std::size_t>(6, text.size())));
  return end == "https:" || end.ends_with("http:");
}

std::string Replaced(std::string text, const UrlToken& stray,
                     const std::string& by) {
  const std::string_view wanted = stray.text;
  std::size_t at = 0;
  while ((at = text.find(wanted, at)) != text.npos) {
    const std::string_view all = text;
    if (EndsWithScheme(all.substr(0, at)) &&
        EndsHost(all.substr(at + wanted.size()))) {
      text.replace(at, wanted.size(), by);
      at += by.size();
    } else {
      at += wanted.size();
    }
  }
  return text;
}

/// The settings that git must read after the change.
std::vector<ConfigEntry> Replaced(std::vector<ConfigEntry> entries,
                                  const UrlToken& stray,
                                  const std::string& by) {
  for (ConfigEntry& entry : entries) {
    entry.key = Replaced(entry.key, stray, by);
    entry.value = Replaced(entry.value, stray, by);
  }
  return entries;
}

/// Edits the file's text instead of running `git config`, because every user of
/// the machine can read its arguments.
Result<std::string> MoveToken(const Git& git, const TokenStores& stores,
                              const UrlToken& stray) {
  Result<std::string> name =
      ImportToken(stores, {stray.token, stray.user, stray.hub});
  if (!name.ok()) return name.error();
  std::string by = "//";
  if (!name.value().empty()) by.append(PercentEncoded(name.value())) += '@';
  by += stray.host;

  Result<std::optional<std::string>> before = ReadConfigFile(stray.file);
  if (!before.ok()) return before.error();
  const std::string old = before.value().value_or("");
  const std::string text = Replaced(old, stray, by);
  const auto settings_before = EntriesInText(git, old, stray.file);
  const auto settings_after = EntriesInText(git, text, stray.file);
  if (text == old || !settings_before.ok() || !settings_after.ok() ||
      Replaced(settings_before.value(), stray, by) != settings_after.value()) {
    return Error{Problem::kRefused,
                 "cannot remove the token from '" + stray.file + "'",
                 "remove it by hand; the store has it"};
  }
  Result<bool> written = ReplaceConfigFile(stray.file, before.value(), text);
  if (!written.ok()) return written.error();
  if (!written.value()) {
    return Error{Problem::kUnavailable,
                 "'" + stray.file + "' was changed meanwhile", "try again"};
  }
  return "moved the token in '" + stray.file + "' to the store";
}

std::vector<UrlToken> TokensIn(const GitContext& context,
                               const std::vector<ConfigEntry>& entries) {
  std::vector<UrlToken> strays;
  const auto hubs = ConfiguredHubs(context.global);
  for (const ConfigEntry& entry : entries) {
    for (const std::string& url : UrlsIn(entry)) {
      AddToken(context, hubs, entry, url, strays);
    }
  }
  return strays;
}

}  // namespace

void FindCredentialsInUrls(const GitContext& context,
                           const std::vector<ConfigEntry>& entries,
                           const TokenStores& stores, Issues& issues) {
  for (const UrlToken& stray : TokensIn(context, entries)) {
    const std::string keys = JoinWords(stray.keys);
    Issue issue{"token-in-url",
                "the URL of " + keys + " in '" + stray.file +
                    "' contains a token, which git uses before all others",
                {"remove the token from '" + stray.file + "'"}};
    if (!IsTracked(context, stray.file)) {
      issue.remedy = RunFix();
      issue.fix = Fix{
          "move the token of " + keys + " in '" + stray.file + "' to the store",
          [git = context.git, stores, stray](Notices&) {
            return MoveToken(git, stores, stray);
          }};
    }
    issues.Add(std::move(issue));
  }
}

std::vector<std::string> KeysWithToken(
    const GitContext& context, const std::vector<ConfigEntry>& entries) {
  std::vector<std::string> keys;
  for (const UrlToken& stray : TokensIn(context, entries)) {
    keys.insert(keys.end(), stray.keys.begin(), stray.keys.end());
  }
  return keys;
}

}  // namespace hf
