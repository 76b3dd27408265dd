// SPDX-License-Identifier: Apache-2.0
#include "src/account/configure/remove_helper.h"

#include <algorithm>

#include "src/account/configure/helper_command.h"
#include "src/account/configure/helper_sections.h"
#include "src/account/configure/section_text.h"
#include "src/account/git/scratch_file.h"

namespace hf {
namespace {

using Entries = std::vector<ConfigEntry>;
using IsMeant = std::function<bool(std::string_view url)>;

Registrations Meant(const Entries& entries, const IsMeant& is_meant) {
  Registrations hubs = RegistrationsIn(entries);
  std::erase_if(hubs, [&](const auto& hub) { return !is_meant(hub.url); });
  return hubs;
}

std::vector<std::string> DistinctUrls(const Registrations& hubs) {
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
  Result<GitAnswer> answer = git.Run(
      {"config", "--file", path, "--fixed-value", "--unset-all", key, value},
      WithoutOtherFiles());
  if (!answer.ok()) return answer.error();
  if (answer.value().status == 0) return {};
  return Error{Problem::kRefused, "git cannot take '" + key + "' out"};
}

/// Takes one registration out by name. The reset and useHttpPath go only when
/// there is one of each, for then they are ours.
Result<void> UnsetEdited(const Git& git, const std::string& path,
                         const Entries& entries, const HelperSection& hub) {
  const std::string section = "credential." + hub.url;
  Result<void> gone = Unset(git, path, section + ".helper", hub.helper);
  if (gone.ok() && Count(entries, section + ".helper", "") == 1) {
    gone = Unset(git, path, section + ".helper", "");
  }
  if (gone.ok() && Count(entries, section + ".usehttppath", "true") == 1) {
    gone = Unset(git, path, section + ".useHttpPath", "true");
  }
  return gone;
}

Result<std::string> WithoutEdited(const Git& git, const std::string& text,
                                  const std::string& file,
                                  const IsMeant& is_meant) {
  Result<Entries> entries = EntriesInText(git, text, file);
  if (!entries.ok()) return entries.error();
  const Registrations hubs = Meant(entries.value(), is_meant);
  if (hubs.empty()) return text;
  Result<ScratchFile> copy = ScratchFile::Make(text);
  if (!copy.ok()) return copy.error();
  for (const HelperSection& hub : hubs) {
    Result<std::string> rest = copy.value().Read();
    if (!rest.ok()) return rest.error();
    Result<Entries> now = EntriesInText(git, rest.value(), file);
    if (!now.ok()) return now.error();
    Result<void> gone = UnsetEdited(git, copy.value().path(), now.value(), hub);
    if (!gone.ok()) return gone.error();
  }
  return copy.value().Read();
}

/// True unless \a entry can be of an earlier `configure` for one of \a urls.
bool IsOthers(const ConfigEntry& entry, const std::vector<std::string>& urls) {
  if (entry.key == "git-credential-hf.filewas") return false;
  const bool is_proactive =
      entry.value == kProactive &&
      std::any_of(urls.begin(), urls.end(), [&](const std::string& url) {
        return entry.key == ProactiveKey(url);
      });
  if (is_proactive) return false;
  const auto key = CredentialKey::Of(entry.key);
  const bool concerns_us =
      key && std::find(urls.begin(), urls.end(), key->pattern) != urls.end();
  if (!concerns_us) return true;
  if (key->name == "usehttppath") return entry.value != "true";
  if (key->name != "helper") return true;
  return !entry.value.empty() && !IsWrittenByConfigure(entry.value);
}

}  // namespace

bool IsSameBut(const Entries& before, const Entries& after,
               const std::vector<std::string>& urls) {
  const auto others = [&](Entries entries) {
    std::erase_if(entries,
                  [&](const auto& entry) { return !IsOthers(entry, urls); });
    return entries;
  };
  return others(before) == others(after);
}

Result<RemoveResult> RemoveHelper(const Git& git, const std::string& text,
                                  const std::string& path,
                                  const IsMeant& is_meant) {
  Result<Entries> before = EntriesInText(git, text, path);
  if (!before.ok()) return before.error();
  const Registrations hubs = Meant(before.value(), is_meant);
  if (hubs.empty()) return RemoveResult{text, {}, false, {}};
  std::string rest = text;
  std::vector<std::string> proactive;
  for (const HelperSection& hub : hubs) {
    Result<std::string> block = SectionText(git, hub);
    if (!block.ok()) return block.error();
    rest = WithoutBlock(rest, block.value());
    block = ProactiveLinesFor(git, hub.url);
    if (!block.ok()) return block.error();
    const std::string with_it = std::move(rest);
    rest = WithoutBlock(with_it, block.value());
    if (rest != with_it) proactive.push_back(hub.url);
  }
  Result<std::string> cleaned = WithoutEdited(git, rest, path, is_meant);
  if (!cleaned.ok()) return cleaned.error();
  Result<Entries> after = EntriesInText(git, cleaned.value(), path);
  if (!after.ok()) return after.error();
  RemoveResult done{cleaned.value(), DistinctUrls(hubs),
                    !RegistrationsIn(after.value()).empty(),
                    std::move(proactive)};
  if (!IsSameBut(before.value(), after.value(), done.urls)) {
    return Error{
        Problem::kCorrupt,
        "cannot take our lines out of '" + path + "' without changing others",
        "take them out by hand"};
  }
  return done;
}

}  // namespace hf
