// SPDX-License-Identifier: Apache-2.0
#include "src/account/configure/add_helper.h"

#include <algorithm>

#include "src/account/configure/helper_command.h"
#include "src/account/configure/remove_helper.h"
#include "src/account/configure/section_text.h"
#include "src/account/git/config_file.h"
#include "src/account/git/config_lock.h"
#include "src/account/git/credential_config.h"
#include "src/account/git/git.h"
#include "src/text/message.h"

namespace hf {
namespace {

using Entries = std::vector<ConfigEntry>;

/// The sections to write, and the file.
struct Plan {
  Git git;
  std::string path;
  HelperSections hubs;
  std::vector<std::string> proactive;

  /// The text to write. \a keep are the URLs that were proactive before.
  Result<std::string> Lines(std::vector<std::string> keep) const {
    keep.insert(keep.end(), proactive.begin(), proactive.end());
    return SectionText(git, hubs, keep);
  }

  /// True when \a entries have all these settings.
  bool IsDoneIn(const Entries& entries) const {
    return AreConfigured(entries, hubs) &&
           std::all_of(proactive.begin(), proactive.end(),
                       [&](auto& url) { return IsProactiveIn(entries, url); });
  }

  static bool IsProactiveIn(const Entries& entries, const std::string& url) {
    return std::any_of(entries.begin(), entries.end(), [&](auto& entry) {
      return entry.key == ProactiveKey(url) && entry.value == kProactive;
    });
  }

  bool Names(std::string_view url) const {
    return std::any_of(hubs.begin(), hubs.end(),
                       [&](const auto& hub) { return hub.url == url; });
  }
};

/// True when \a git knows the setting; otherwise adds a notice.
bool SupportsProactive(const Git& git, Notices& notices) {
  const auto version = git.Version();
  if (!version || version->HasAuthtype()) return true;
  notices.push_back({"git " + version->text +
                         " does not know http.proactiveAuth, so it is not set",
                     "update git to 2.46, then run this again"});
  return false;
}

Result<Plan> MakePlan(const ConfigOptions& options, const WantedHubs& wanted,
                      const Environment& environment, Notices& notices) {
  Result<Git> git = Git::Find(environment);
  if (!git.ok()) return git.error();
  Result<std::string> path = ConfigFileOf(options, git.value(), environment);
  if (!path.ok()) return path.error();
  Result<std::string> program = HelperProgram();
  if (!program.ok()) return program.error();
  Plan plan{git.value(),
            path.value(),
            HelperSectionsFor(program.value(), wanted.hubs),
            {}};
  if (!wanted.proactive.empty() && SupportsProactive(plan.git, notices)) {
    plan.proactive =
        UrlsOf(HelperSectionsFor(program.value(), wanted.proactive));
  }
  return plan;
}

/// Another tool has made a file that only includes others, and may overwrite
/// added lines.
bool IsOnlyIncludes(const Entries& entries) {
  return !entries.empty() &&
         std::all_of(entries.begin(), entries.end(), [](const auto& entry) {
           return entry.key.starts_with("include.") ||
                  entry.key.starts_with("includeif.");
         });
}

/// \a text with the new sections at its end and without the old ones. git reads
/// the result as a check.
Result<std::string> Compose(const Plan& plan,
                            const std::optional<std::string>& text) {
  const std::string old = text.value_or("");
  Result<Entries> before = EntriesInText(plan.git, old, plan.path);
  if (!before.ok()) return before.error();
  if (IsOnlyIncludes(before.value())) {
    return Error{
        Problem::kRefused,
        "not changing '" + plan.path + "': it only includes other files",
        "add the lines to one of those, or name it with --file"};
  }
  std::optional<std::string> rest = text;
  std::vector<std::string> was_proactive;
  if (text) {
    Result<RemoveResult> without =
        RemoveHelper(plan.git, old, plan.path,
                     [&](std::string_view url) { return plan.Names(url); });
    if (!without.ok()) return without.error();
    rest = std::move(without.value().text);
    was_proactive = std::move(without.value().proactive);
  }
  Result<std::string> lines = plan.Lines(std::move(was_proactive));
  if (!lines.ok()) return lines.error();
  std::string composed = WithLines(rest, lines.value());
  Result<Entries> after = EntriesInText(plan.git, composed, plan.path);
  if (after.ok() && plan.IsDoneIn(after.value()) &&
      IsSameBut(before.value(), after.value(), UrlsOf(plan.hubs))) {
    return composed;
  }
  return Error{Problem::kRefused, "cannot add lines to '" + plan.path +
                                      "' without changing what is in it"};
}

/// Fails when git does not see the settings in the file, after writing back
/// \a before.
Result<void> Verify(const Plan& plan, const std::string& text,
                    const std::optional<std::string>& before) {
  Result<Entries> entries = EntriesInFile(plan.git, plan.path);
  if (entries.ok() && plan.IsDoneIn(entries.value())) return {};
  Result<bool> restored = ReplaceConfigFile(plan.path, text, before);
  if (!restored.ok()) return restored.error();
  return Error{Problem::kRefused,
               "git does not see the helper in '" + plan.path + "'",
               restored.value() ? "the file is as it was before"
                                : "another program has changed the file since"};
}

/// False when the file has the settings already.
Result<bool> WriteSections(const Plan& plan) {
  constexpr int kMaxTries = 20;
  for (int tries = 0; tries < kMaxTries; ++tries) {
    RemoveStaleLock(plan.path);
    Result<std::optional<std::string>> before = ReadConfigFile(plan.path);
    if (!before.ok()) return before.error();
    if (before.value()) {
      Result<Entries> entries = EntriesInFile(plan.git, plan.path);
      if (!entries.ok()) return entries.error();
      if (plan.IsDoneIn(entries.value())) return false;
    }
    Result<std::string> text = Compose(plan, before.value());
    if (!text.ok()) return text.error();
    Result<bool> written =
        ReplaceConfigFile(plan.path, before.value(), text.value());
    if (!written.ok()) return written.error();
    if (!written.value()) continue;  // Another process has changed the file.
    Result<void> verified = Verify(plan, text.value(), before.value());
    if (!verified.ok()) return verified.error();
    return true;
  }
  return Error{Problem::kUnavailable,
               "other programs keep changing '" + plan.path + "'", "try again"};
}

}  // namespace

std::vector<std::string> UrlsOf(const HelperSections& hubs) {
  std::vector<std::string> urls;
  for (const HelperSection& hub : hubs) urls.push_back(hub.url);
  return urls;
}

Result<ConfigureResult> AddHelper(const ConfigOptions& options,
                                  const WantedHubs& wanted,
                                  const Environment& environment) {
  Notices notices;
  Result<Plan> plan = MakePlan(options, wanted, environment, notices);
  if (!plan.ok()) return plan.error();
  Result<std::string> lines = plan.value().Lines({});
  if (!lines.ok()) return lines.error();
  return ConfigureResult{plan.value().path, plan.value().hubs, lines.value(),
                         WriteSections(plan.value()), std::move(notices)};
}

/// A file that git reads later can add a helper after this one.
void AddLaterHelper(const ConfigureResult& result,
                    const Environment& environment, Notices& notices) {
  const Result<Git> git = Git::Find(environment);
  if (!git.ok()) return;
  Result<Entries> entries = AllConfigEntries(git.value());
  if (!entries.ok()) return;
  for (const HelperSection& hub : result.hubs) {
    const auto chain = HelperChainFor(entries.value(), hub.url).helpers;
    const auto this_helper = std::find_if(
        chain.begin(), chain.end(),
        [&](const ConfigEntry& entry) { return entry.value == hub.helper; });
    if (this_helper == chain.end() || IsOurHelper(chain.back().value)) continue;
    notices.push_back({"git runs " + HelperDisplayName(chain.back().value) +
                       " after this helper, as configured in '" +
                       FileOf(chain.back()) +
                       "'; it may save copies of tokens or answer instead"});
    return;
  }
}

}  // namespace hf
