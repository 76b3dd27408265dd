// SPDX-License-Identifier: Apache-2.0
#include "src/account/configure/remove_helper.h"

#include <algorithm>

#include "src/account/configure/helper_command.h"
#include "src/account/configure/helper_sections.h"
#include "src/account/configure/section_text.h"
#include "src/account/git/credential_config.h"
#include "src/account/git/scratch_file.h"

namespace hf {
namespace {

using Entries = std::vector<ConfigEntry>;
using UrlFilter = std::function<bool(std::string_view url)>;

HelperSections Accepted(const Entries& entries, const UrlFilter& accepts) {
  HelperSections hubs = FindHelperSections(entries);
  std::erase_if(hubs, [&](const auto& hub) { return !accepts(hub.url); });
  return hubs;
}

std::vector<std::string> DistinctUrls(const HelperSections& hubs) {
  std::vector<std::string> urls;
  for (const HelperSection& hub : hubs) {
    if (std::find(urls.begin(), urls.end(), hub.url) == urls.end()) {
      urls.push_back(hub.url);
    }
  }
  return urls;
}

std::ptrdiff_t Count(const Entries& entries, const std::string& key,
                     std::string_view value) {
  return std::count_if(entries.begin(), entries.end(), [&](const auto& e) {
    return e.key == key && e.value == value;
  });
}

Result<void> Unset(const Git& git, const std::string& path,
                   const std::string& key, const std::string& value) {
  Result<GitOutput> answer = git.Run(
      {"config", "--file", path, "--fixed-value", "--unset-all", key, value},
      WithoutOtherConfig());
  if (!answer.ok()) return answer.error();
  if (answer.value().status == 0) return {};
  return Error{Problem::kRefused, "git cannot remove '" + key + "'"};
}

/// Removes one section's settings by name. Removes the empty `helper` and
/// useHttpPath only when there is one of each, because then `configure` wrote
/// them.
Result<void> UnsetEdited(const Git& git, const std::string& path,
                         const Entries& entries, const HelperSection& hub) {
  const std::string section = "credential." + hub.url;
  Result<void> removed = Unset(git, path, section + ".helper", hub.helper);
  if (removed.ok() && Count(entries, section + ".helper", "") == 1) {
    removed = Unset(git, path, section + ".helper", "");
  }
  if (removed.ok() && Count(entries, section + ".usehttppath", "true") == 1) {
    removed = Unset(git, path, section + ".useHttpPath", "true");
  }
  return removed;
}

Result<std::string> WithoutEdited(const Git& git, const std::string& text,
                                  const std::string& file,
                                  const UrlFilter& accepts) {
  Result<Entries> entries = EntriesInText(git, text, file);
  if (!entries.ok()) return entries.error();
  const HelperSections hubs = Accepted(entries.value(), accepts);
  if (hubs.empty()) return text;
  Result<ScratchFile> copy = ScratchFile::Make(text);
  if (!copy.ok()) return copy.error();
  for (const HelperSection& hub : hubs) {
    Result<std::string> rest = copy.value().Read();
    if (!rest.ok()) return rest.error();
    Result<Entries> now = EntriesInText(git, rest.value(), file);
    if (!now.ok()) return now.error();
    Result<void> removed =
        UnsetEdited(git, copy.value().path(), now.value(), hub);
    if (!removed.ok()) return removed.error();
  }
  return copy.value().Read();
}

/// True unless `configure` may have written \a entry for one of \a urls.
bool IsOtherSetting(const ConfigEntry& entry,
                    const std::vector<std::string>& urls) {
  if (entry.key == "git-credential-hf.filewas") return false;
  const bool is_proactive =
      entry.value == kProactive &&
      std::any_of(urls.begin(), urls.end(), [&](const std::string& url) {
        return entry.key == ProactiveKey(url);
      });
  if (is_proactive) return false;
  const auto key = CredentialKey::Of(entry.key);
  const bool is_for_urls =
      key && std::find(urls.begin(), urls.end(), key->pattern) != urls.end();
  if (!is_for_urls) return true;
  if (key->name == "usehttppath") return entry.value != "true";
  if (key->name != "helper") return true;
  return !entry.value.empty() && !IsWrittenByConfigure(entry.value);
}

}  // namespace

bool IsSameBut(const Entries& before, const Entries& after,
               const std::vector<std::string>& urls) {
  const auto others = [&](Entries entries) {
    std::erase_if(entries,
                  [&](const auto& e) { return !IsOtherSetting(e, urls); });
    return entries;
  };
  return others(before) == others(after);
}

Result<RemoveResult> RemoveHelper(const Git& git, const std::string& text,
                                  const std::string& path,
                                  const UrlFilter& accepts) {
  Result<Entries> before = EntriesInText(git, text, path);
  if (!before.ok()) return before.error();
  const HelperSections hubs = Accepted(before.value(), accepts);
  if (hubs.empty()) return RemoveResult{text, {}, false, {}};
  std::string rest = text;
  std::vector<std::string> proactive;
  for (const HelperSection& hub : hubs) {
    Result<std::string> block = SectionText(git, hub);
    if (!block.ok()) return block.error();
    rest = WithoutBlock(rest, block.value());
    block = ProactiveSectionText(git, hub.url);
    if (!block.ok()) return block.error();
    const std::string with_proactive = std::move(rest);
    rest = WithoutBlock(with_proactive, block.value());
    if (rest != with_proactive) proactive.push_back(hub.url);
  }
  Result<std::string> cleaned = WithoutEdited(git, rest, path, accepts);
  if (!cleaned.ok()) return cleaned.error();
  Result<Entries> after = EntriesInText(git, cleaned.value(), path);
  if (!after.ok()) return after.error();
  RemoveResult result{cleaned.value(), DistinctUrls(hubs),
                      !FindHelperSections(after.value()).empty(),
                      std::move(proactive)};
  if (!IsSameBut(before.value(), after.value(), result.urls)) {
    return Error{Problem::kCorrupt,
                 "cannot remove the lines of configure from '" + path +
                     "' without changing others",
                 "remove them by hand"};
  }
  return result;
}

}  // namespace hf
