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
using UrlFilter = std::function<bool(std::string_view url)>;

constexpr std::string_view kName = "proactiveauth";

/// The URL or URL pattern in the key of such a setting; nothing for another
/// key.
std::optional<std::string_view> UrlOf(const ConfigEntry& entry) {
  return UrlInKey(entry.key, "http", kName);
}

/// As git reads the value; git ignores other values, with a warning.
bool IsOn(std::string_view value) {
  return value == "auto" || value == "basic";
}

struct EditedText {
  std::string text;               ///< Without the removed sections.
  std::vector<std::string> urls;  ///< The URLs of the removed sections.
};

bool IsOneOf(const std::vector<std::string>& urls, std::string_view url) {
  return std::find(urls.begin(), urls.end(), url) != urls.end();
}

Result<EditedText> WithoutSections(const Git& git, const std::string& text,
                                   const Entries& entries,
                                   const UrlFilter& accepts) {
  EditedText edited{text, {}};
  for (const ConfigEntry& entry : entries) {
    const auto url = UrlOf(entry);
    if (!url || url->empty() || entry.value != kProactive) continue;
    if (!accepts(*url) || IsOneOf(edited.urls, *url)) continue;
    Result<std::string> block = ProactiveSectionText(git, std::string(*url));
    if (!block.ok()) return block.error();
    std::string rest = WithoutBlock(edited.text, block.value());
    if (rest == edited.text) continue;
    edited.text = std::move(rest);
    edited.urls.emplace_back(*url);
  }
  return edited;
}

/// True when \a before and \a after differ only in the setting for \a urls.
bool IsSameApartFrom(const std::vector<std::string>& urls, Entries before,
                     Entries after) {
  const auto is_removed = [&](const ConfigEntry& entry) {
    const auto url = UrlOf(entry);
    return url && entry.value == kProactive && IsOneOf(urls, *url);
  };
  std::erase_if(before, is_removed);
  std::erase_if(after, is_removed);
  return before == after;
}

/// WithoutSections(), checked with git.
Result<EditedText> RemoveSections(const Git& git, const std::string& path,
                                  const std::string& text,
                                  const UrlFilter& accepts) {
  Result<Entries> before = EntriesInText(git, text, path);
  if (!before.ok()) return before.error();
  Result<EditedText> edited =
      WithoutSections(git, text, before.value(), accepts);
  if (!edited.ok() || edited.value().urls.empty()) return edited;
  Result<Entries> after = EntriesInText(git, edited.value().text, path);
  if (!after.ok()) return after.error();
  if (IsSameApartFrom(edited.value().urls, before.value(), after.value())) {
    return edited;
  }
  return Error{Problem::kCorrupt,
               "cannot remove the lines of configure from '" + path +
                   "' without changing others",
               "remove them by hand"};
}

/// True when \a url is one of \a hubs, and there is no token for it.
bool LacksLogin(const Environment& environment,
                const std::vector<Endpoint>& hubs, std::string_view url) {
  const Result<Endpoint> hub = Endpoint::Parse(url);
  return hub.ok() &&
         std::find(hubs.begin(), hubs.end(), hub.value()) != hubs.end() &&
         !HasLogin(environment, hub.value());
}

/// Adds a notice for each of \a hubs that has the setting and no login.
void AddLeft(const Environment& environment, const Git& git,
             const Entries& entries, const std::vector<Endpoint>& hubs,
             Notices& notices) {
  for (const Endpoint& hub : hubs) {
    const auto entry = ProactiveEntryFor(entries, hub.url());
    if (!entry || HasLogin(environment, hub)) continue;
    notices.push_back({ProactiveNotice(hub.url(), FileOf(*entry)),
                       ProactiveHint(environment, git, FileOf(*entry))});
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

/// git uses the longest URL that applies, and of two equal ones the last.
std::optional<ConfigEntry> ProactiveEntryFor(const Entries& entries,
                                             const std::string& url) {
  const ConfigEntry* found = nullptr;
  std::size_t longest = 0;
  for (const ConfigEntry& entry : entries) {
    const auto pattern = UrlOf(entry);
    if (!pattern || pattern->size() < longest) continue;
    if (!CredentialKey{*pattern, kName}.AppliesTo(url)) continue;
    found = &entry;
    longest = pattern->size();
  }
  if (!found || !IsOn(found->value)) return std::nullopt;
  return *found;
}

Result<std::vector<std::string>> RemoveProactive(const Git& git,
                                                 const std::string& path,
                                                 const UrlFilter& accepts) {
  constexpr int kMaxTries = 20;
  for (int tries = 0; tries < kMaxTries; ++tries) {
    const Result<std::optional<std::string>> before = ReadConfigFile(path);
    if (!before.ok()) return before.error();
    if (!before.value()) return std::vector<std::string>();
    Result<EditedText> edited =
        RemoveSections(git, path, *before.value(), accepts);
    if (!edited.ok()) return edited.error();
    if (edited.value().urls.empty()) return std::move(edited.value().urls);
    const Result<bool> written =
        ReplaceConfigFile(path, before.value(), edited.value().text);
    if (!written.ok()) return written.error();
    if (written.value()) return std::move(edited.value().urls);
  }
  return Error{Problem::kUnavailable,
               "other programs keep changing '" + path + "'", "try again"};
}

std::string ProactiveHint(const Environment& environment, const Git& git,
                          const std::string& file) {
  const auto global = ConfigFileOf({}, git, environment);
  const bool is_global = global.ok() && global.value() == file;
  const std::string command = "git-credential-hf configure --no-proactive";
  return is_global ? command : CommandToCopy(command + " --file", {file});
}

std::string ProactiveNotice(const std::string& urls, const std::string& path) {
  return "because of '" + path +
         "', git sends a token with its first request to " + urls +
         ", but there is none: git then asks for a user name even for a "
         "public repository";
}

RemovedProactive RemoveUnusedProactive(const Environment& environment) {
  RemovedProactive result;
  const Result<Git> git = Git::Find(environment);
  if (!git.ok()) return result;  // Without git there is no first request.
  const auto before = AllConfigEntries(git.value());
  if (!before.ok()) return result;
  const bool any = std::any_of(
      before.value().begin(), before.value().end(),
      [](const ConfigEntry& entry) { return UrlOf(entry).has_value(); });
  if (!any) return result;
  const std::vector<Endpoint> hubs = ConfiguredHubs(before.value());
  const auto path = ConfigFileOf({}, git.value(), environment);
  if (path.ok()) {
    auto removed =
        RemoveProactive(git.value(), path.value(), [&](std::string_view url) {
          return LacksLogin(environment, hubs, url);
        });
    if (removed.ok()) {
      result.urls = std::move(removed).value();
      result.path = path.value();
    } else {
      result.notices.push_back({removed.error().message, removed.error().hint});
    }
  }
  const auto after = AllConfigEntries(git.value());
  if (after.ok()) {
    AddLeft(environment, git.value(), after.value(), hubs, result.notices);
  }
  return result;
}

void AddProactive(const Environment& environment, const Endpoint& hub,
                  Notices& notices) {
  const Result<Git> git = Git::Find(environment);
  if (!git.ok()) return;
  const auto entries = AllConfigEntries(git.value());
  if (entries.ok()) {
    AddLeft(environment, git.value(), entries.value(), {hub}, notices);
  }
}

}  // namespace hf
