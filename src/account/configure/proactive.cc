// SPDX-License-Identifier: Apache-2.0
#include "src/account/configure/proactive.h"

#include <stdio.h>

#include <algorithm>

#include "src/account/configure/config_scope.h"
#include "src/account/configure/helper_sections.h"
#include "src/account/configure/section_text.h"
#include "src/account/git/config_file.h"
#include "src/account/git/credential_config.h"
#include "src/account/git/git.h"
#include "src/hub/endpoint.h"
#include "src/lookup/token_choice.h"
#include "src/lookup/token_source.h"
#include "src/lookup/token_sources.h"
#include "src/system/path.h"
#include "src/text/message.h"
#include "src/text/shell_word.h"

namespace hf {
namespace {

using Entries = std::vector<ConfigEntry>;
using IsMeant = std::function<bool(std::string_view url)>;

constexpr std::string_view kSection = "http.";
constexpr std::string_view kName = "proactiveauth";

/// The URL, or the pattern of one, in `http.<URL>.proactiveAuth`, empty in
/// `http.proactiveAuth`; nothing for another key.
std::optional<std::string_view> UrlOf(std::string_view key) {
  if (!key.starts_with(kSection) || !key.ends_with(kName)) return std::nullopt;
  key.remove_prefix(kSection.size());
  key.remove_suffix(kName.size());
  if (key.empty()) return key;
  if (!key.ends_with('.')) return std::nullopt;
  key.remove_suffix(1);
  return key;
}

/// As git reads it; it warns of other values and does not heed them.
bool IsOn(std::string_view value) {
  return value == "auto" || value == "basic";
}

/// \a text without our lines, and for which URLs there were any.
struct Cut {
  std::string text;
  std::vector<std::string> urls;
};

bool IsOneOf(const std::vector<std::string>& urls, std::string_view url) {
  return std::find(urls.begin(), urls.end(), url) != urls.end();
}

Result<Cut> WithoutLines(const Git& git, const std::string& text,
                         const Entries& entries, const IsMeant& is_meant) {
  Cut cut{text, {}};
  for (const ConfigEntry& entry : entries) {
    const auto url = UrlOf(entry.key);
    if (!url || url->empty() || entry.value != kProactive) continue;
    if (!is_meant(*url) || IsOneOf(cut.urls, *url)) continue;
    Result<std::string> block = ProactiveLinesFor(git, std::string(*url));
    if (!block.ok()) return block.error();
    std::string rest = WithoutBlock(cut.text, block.value());
    if (rest == cut.text) continue;
    cut.text = std::move(rest);
    cut.urls.emplace_back(*url);
  }
  return cut;
}

/// True when \a after is \a before without settings for \a urls of ours.
bool IsOnlyCut(Entries before, Entries after,
               const std::vector<std::string>& urls) {
  const auto is_ours = [&](const ConfigEntry& entry) {
    const auto url = UrlOf(entry.key);
    return url && entry.value == kProactive && IsOneOf(urls, *url);
  };
  std::erase_if(before, is_ours);
  std::erase_if(after, is_ours);
  return before == after;
}

/// The same for a file's whole text.
Result<Cut> CutOut(const Git& git, const std::string& path,
                   const std::string& text, const IsMeant& is_meant) {
  Result<Entries> before = EntriesInText(git, text, path);
  if (!before.ok()) return before.error();
  Result<Cut> cut = WithoutLines(git, text, before.value(), is_meant);
  if (!cut.ok() || cut.value().urls.empty()) return cut;
  Result<Entries> after = EntriesInText(git, cut.value().text, path);
  if (!after.ok()) return after.error();
  if (IsOnlyCut(before.value(), after.value(), cut.value().urls)) return cut;
  return Error{
      Problem::kCorrupt,
      "cannot take our lines out of '" + path + "' without changing others",
      "take them out by hand"};
}

/// True when git may be given a token for \a url, and there is none.
bool LacksLogin(const Environment& environment,
                const std::vector<Endpoint>& hubs, std::string_view url) {
  const Result<Endpoint> hub = Endpoint::Parse(url);
  return hub.ok() &&
         std::find(hubs.begin(), hubs.end(), hub.value()) != hubs.end() &&
         !HasLogin(environment, hub.value());
}

/// What \a entries still make git do for one of \a hubs.
void WarnOfWhatIsLeft(const Environment& environment, const Git& git,
                      const Entries& entries,
                      const std::vector<Endpoint>& hubs) {
  for (const Endpoint& hub : hubs) {
    const auto entry = ProactiveEntryFor(entries, hub.url());
    if (!entry || HasLogin(environment, hub)) continue;
    PrintNotice(WhyProactiveFails(hub.url(), FileOf(*entry)));
    const std::string remedy =
        ProactiveRemedyFor(environment, git, FileOf(*entry));
    if (!remedy.empty()) PrintHint(remedy);
  }
}

}  // namespace

bool HasLogin(const Environment& environment, const Endpoint& hub) {
  const TokenRequest request{hub};
  TokenSources sources(environment, request);
  for (const TokenSource source :
       {TokenSource::kActive, TokenSource::kStoredByGit}) {
    const Finding finding = sources.Ask(source);
    if (!finding.choice.ok()) return false;
    if (finding.choice.value()) return true;
  }
  return false;
}

/// git takes the most special of the URLs that fit, and of equals the last.
std::optional<ConfigEntry> ProactiveEntryFor(const Entries& entries,
                                             const std::string& url) {
  const ConfigEntry* found = nullptr;
  std::size_t most = 0;
  for (const ConfigEntry& entry : entries) {
    const auto pattern = UrlOf(entry.key);
    if (!pattern || pattern->size() < most) continue;
    if (!CredentialKey{*pattern, kName}.AppliesTo(url)) continue;
    found = &entry;
    most = pattern->size();
  }
  if (!found || !IsOn(found->value)) return std::nullopt;
  return *found;
}

Result<std::vector<std::string>> TakeProactiveOut(const Git& git,
                                                  const std::string& path,
                                                  const IsMeant& is_meant) {
  constexpr int kMostTries = 20;
  for (int tries = 0; tries < kMostTries; ++tries) {
    const Result<std::optional<std::string>> before = ReadConfigFile(path);
    if (!before.ok()) return before.error();
    if (!before.value()) return std::vector<std::string>();
    Result<Cut> cut = CutOut(git, path, *before.value(), is_meant);
    if (!cut.ok()) return cut.error();
    if (cut.value().urls.empty()) return std::move(cut.value().urls);
    const Result<bool> written =
        ReplaceConfigFile(path, before.value(), cut.value().text);
    if (!written.ok()) return written.error();
    if (written.value()) return std::move(cut.value().urls);
  }
  return Error{Problem::kUnavailable,
               "'" + path + "' is being changed all the time", "try again"};
}

std::string ProactiveRemedyFor(const Environment& environment, const Git& git,
                               const std::string& file) {
  const auto global = ConfigFileOf({}, git, environment);
  const bool is_global = global.ok() && global.value() == file;
  const std::string command = "git-credential-hf configure --no-proactive";
  return is_global ? command : CommandToCopy(command + " --file", {file});
}

std::string WhyProactiveFails(const std::string& urls,
                              const std::string& path) {
  return "by '" + path + "' git sends a token with its first request to " +
         urls +
         ", and there is none: it asks for a user name, also for a "
         "public repository";
}

void EndProactive(const Environment& environment) {
  const Result<Git> git = Git::Find(environment);
  if (!git.ok()) return;  // Then none sends anything.
  const auto before = EntriesEverywhere(git.value());
  if (!before.ok()) return;
  const bool any = std::any_of(
      before.value().begin(), before.value().end(),
      [](const ConfigEntry& entry) { return UrlOf(entry.key).has_value(); });
  if (!any) return;
  const std::vector<Endpoint> hubs = RegisteredHubs(before.value());
  const auto path = ConfigFileOf({}, git.value(), environment);
  if (path.ok()) {
    const auto cut =
        TakeProactiveOut(git.value(), path.value(), [&](std::string_view url) {
          return LacksLogin(environment, hubs, url);
        });
    if (!cut.ok()) PrintError(cut.error());
    if (cut.ok() && !cut.value().empty()) {
      printf(
          "git sends no token with its first request to %s any more, by "
          "'%s'\n",
          EscapeForTerminal(JoinWords(cut.value())).c_str(),
          EscapeForTerminal(path.value()).c_str());
      fflush(stdout);
    }
  }
  const auto after = EntriesEverywhere(git.value());
  if (after.ok()) {
    WarnOfWhatIsLeft(environment, git.value(), after.value(), hubs);
  }
}

void WarnOfProactive(const Environment& environment, const Endpoint& hub) {
  const Result<Git> git = Git::Find(environment);
  if (!git.ok()) return;
  const auto entries = EntriesEverywhere(git.value());
  if (entries.ok()) {
    WarnOfWhatIsLeft(environment, git.value(), entries.value(), {hub});
  }
}

}  // namespace hf
