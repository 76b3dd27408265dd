// SPDX-License-Identifier: Apache-2.0
#include "src/account/configure/helper_sections.h"

#include <algorithm>

#include "src/account/configure/helper_command.h"
#include "src/account/git/credential_config.h"
#include "src/account/git/scratch_file.h"

namespace hf {
namespace {

constexpr std::string_view kOfficialUrls[] = {"https://huggingface.co",
                                              "https://hf.co"};

bool IsConfigured(const std::vector<ConfigEntry>& entries,
                  const HelperSection& hub) {
  const HelperChain chain = HelperChainFor(entries, hub.url);
  return chain.was_reset && chain.uses_path && chain.helpers.size() == 1 &&
         chain.helpers[0].value == hub.helper;
}

/// The text that git writes into an empty file for \a settings of \a url.
Result<std::string> TextWrittenByGit(
    const Git& git, const std::string& url,
    const std::vector<std::vector<std::string>>& settings) {
  Result<ScratchFile> file = ScratchFile::Make("");
  if (!file.ok()) return file.error();
  const std::string& path = file.value().path();
  // Independent of the user's own files, which git may not be able to read.
  Git::RunOptions run_options;
  run_options.variables = {"HOME=/dev/null", "XDG_CONFIG_HOME=/dev/null",
                           "GIT_CONFIG_NOSYSTEM=1",
                           "GIT_CONFIG_GLOBAL=/dev/null"};
  for (const auto& setting : settings) {
    std::vector<std::string> arguments = {"config", "--file", path};
    arguments.insert(arguments.end(), setting.begin(), setting.end());
    Result<GitOutput> output = git.Run(arguments, run_options);
    if (!output.ok()) return output.error();
    if (output.value().status != 0) {
      return Error{Problem::kRefused,
                   "git does not write the settings for '" + url + "'"};
    }
  }
  Result<std::string> lines = file.value().Read();
  if (!lines.ok()) return lines;
  // One header, and one line for each setting. When git fails to read the file,
  // it treats that as the file's end and writes it without the earlier lines.
  const auto count =
      std::count(lines.value().begin(), lines.value().end(), '\n');
  if (count != static_cast<std::ptrdiff_t>(settings.size()) + 1 ||
      !lines.value().ends_with('\n')) {
    return Error{Problem::kRefused,
                 "git did not write the settings for '" + url + "'"};
  }
  return lines;
}

}  // namespace

HelperSections HelperSectionsFor(const std::string& program,
                                 const std::vector<Endpoint>& endpoints) {
  HelperSections hubs;
  const bool official =
      std::any_of(endpoints.begin(), endpoints.end(),
                  [](const Endpoint& hub) { return hub.is_official(); });
  for (const std::string_view url : kOfficialUrls) {
    if (!official) break;
    hubs.push_back({std::string(url), HelperValue(program, "")});
  }
  HelperSections others;
  for (const Endpoint& endpoint : endpoints) {
    if (endpoint.is_official()) continue;
    HelperSection hub{endpoint.url(), HelperValue(program, endpoint.url())};
    if (std::find(others.begin(), others.end(), hub) == others.end()) {
      others.push_back(std::move(hub));
    }
  }
  // A Hub whose URL is below another one's comes later: git uses the last
  // section that applies.
  std::stable_sort(others.begin(), others.end(),
                   [](const HelperSection& a, const HelperSection& b) {
                     return a.url.size() < b.url.size();
                   });
  hubs.insert(hubs.end(), others.begin(), others.end());
  return hubs;
}

HelperSections FindHelperSections(const std::vector<ConfigEntry>& entries) {
  HelperSections hubs;
  for (const ConfigEntry& entry : entries) {
    const auto key = CredentialKey::Of(entry.key);
    if (!key || key->name != "helper" || key->pattern.empty()) continue;
    if (!IsWrittenByConfigure(entry.value)) continue;
    HelperSection hub{std::string(key->pattern), entry.value};
    if (std::find(hubs.begin(), hubs.end(), hub) == hubs.end()) {
      hubs.push_back(std::move(hub));
    }
  }
  return hubs;
}

std::vector<Endpoint> HubsIn(const std::vector<ConfigEntry>& entries) {
  std::vector<Endpoint> hubs;
  for (const HelperSection& section : FindHelperSections(entries)) {
    Result<Endpoint> hub = Endpoint::Parse(section.url);
    if (!hub.ok()) continue;
    const std::string url = hub.value().is_official() ? "" : hub.value().url();
    const std::string program = HelperProgramPath(section.helper);
    if (section.helper != HelperValue(program, url)) continue;
    if (std::find(hubs.begin(), hubs.end(), hub.value()) == hubs.end()) {
      hubs.push_back(std::move(hub).value());
    }
  }
  return hubs;
}

Result<std::string> SectionText(const Git& git, const HelperSection& hub) {
  const std::string section = "credential." + hub.url + ".";
  return TextWrittenByGit(git, hub.url,
                          {{"--add", section + "helper", ""},
                           {"--add", section + "helper", hub.helper},
                           {section + "useHttpPath", "true"}});
}

Result<std::string> SectionText(const Git& git, const HelperSections& hubs,
                                const std::vector<std::string>& proactive) {
  std::string all;
  for (const HelperSection& hub : hubs) {
    Result<std::string> lines = SectionText(git, hub);
    if (!lines.ok()) return lines.error();
    all += lines.value();
    if (std::find(proactive.begin(), proactive.end(), hub.url) ==
        proactive.end()) {
      continue;
    }
    lines = ProactiveSectionText(git, hub.url);
    if (!lines.ok()) return lines.error();
    all += lines.value();
  }
  return all;
}

Result<std::string> ProactiveSectionText(const Git& git,
                                         const std::string& url) {
  Result<std::string> lines = TextWrittenByGit(
      git, url, {{"http." + url + ".proactiveAuth", std::string(kProactive)}});
  if (!lines.ok()) return lines;
  std::string text = lines.value();
  return text.insert(text.size() - 1, " # git-credential-hf");
}

std::string ProactiveKey(const std::string& url) {
  return "http." + url + ".proactiveauth";
}

bool AreConfigured(const std::vector<ConfigEntry>& entries,
                   const HelperSections& hubs) {
  return std::all_of(hubs.begin(), hubs.end(), [&](const auto& hub) {
    return IsConfigured(entries, hub);
  });
}

std::vector<Endpoint> ConfiguredHubs(const std::vector<ConfigEntry>& entries) {
  std::vector<Endpoint> hubs = {Endpoint::Official()};
  for (Endpoint& hub : HubsIn(entries)) {
    if (!hub.is_official()) hubs.push_back(std::move(hub));
  }
  return hubs;
}

bool IsConfiguredGlobally(const Environment& environment, const Endpoint& hub) {
  const Result<Git> git = Git::Find(environment);
  if (!git.ok()) return false;
  const auto entries = AllConfigEntries(git.value());
  if (!entries.ok()) return false;
  const std::vector<Endpoint> hubs = HubsIn(entries.value());
  return std::find(hubs.begin(), hubs.end(), hub) != hubs.end();
}

}  // namespace hf
