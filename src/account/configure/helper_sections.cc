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

bool IsRegistered(const std::vector<ConfigEntry>& entries,
                  const HelperSection& hub) {
  const HelperChain chain = ChainFor(entries, hub.url);
  return chain.was_reset && chain.uses_path && chain.helpers.size() == 1 &&
         chain.helpers[0].value == hub.helper;
}

/// What git writes into an empty file for \a settings of \a url.
Result<std::string> Written(
    const Git& git, const std::string& url,
    const std::vector<std::vector<std::string>>& settings) {
  Result<ScratchFile> file = ScratchFile::Make("");
  if (!file.ok()) return file.error();
  const std::string& path = file.value().path();
  // Whatever the user's own files say, or if git cannot read them.
  Git::Surroundings nobodys;
  nobodys.variables = {"HOME=/dev/null", "XDG_CONFIG_HOME=/dev/null",
                       "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null"};
  for (const auto& setting : settings) {
    std::vector<std::string> arguments = {"config", "--file", path};
    arguments.insert(arguments.end(), setting.begin(), setting.end());
    Result<GitAnswer> answer = git.Run(arguments, nobodys);
    if (!answer.ok()) return answer.error();
    if (answer.value().status != 0) {
      return Error{Problem::kRefused,
                   "git does not write our settings for '" + url + "'"};
    }
  }
  Result<std::string> lines = file.value().Read();
  if (!lines.ok()) return lines;
  // A header and a line for each: git takes a read that fails for the end of
  // the file, and then writes it without what it had before.
  const auto count =
      std::count(lines.value().begin(), lines.value().end(), '\n');
  if (count != static_cast<std::ptrdiff_t>(settings.size()) + 1 ||
      !lines.value().ends_with('\n')) {
    return Error{Problem::kRefused,
                 "git did not write our settings for '" + url + "'"};
  }
  return lines;
}

}  // namespace

Registrations RegistrationsFor(const std::string& program,
                               const std::vector<Endpoint>& endpoints) {
  Registrations hubs;
  const bool official =
      std::any_of(endpoints.begin(), endpoints.end(),
                  [](const Endpoint& hub) { return hub.is_official(); });
  for (const std::string_view url : kOfficialUrls) {
    if (!official) break;
    hubs.push_back({std::string(url), HelperValue(program, "")});
  }
  Registrations further;
  for (const Endpoint& endpoint : endpoints) {
    if (endpoint.is_official()) continue;
    HelperSection hub{endpoint.url(), HelperValue(program, endpoint.url())};
    if (std::find(further.begin(), further.end(), hub) == further.end()) {
      further.push_back(std::move(hub));
    }
  }
  // A Hub below another one's path comes after it, for git asks the last.
  std::stable_sort(further.begin(), further.end(),
                   [](const HelperSection& a, const HelperSection& b) {
                     return a.url.size() < b.url.size();
                   });
  hubs.insert(hubs.end(), further.begin(), further.end());
  return hubs;
}

Registrations RegistrationsIn(const std::vector<ConfigEntry>& entries) {
  Registrations hubs;
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
  for (const HelperSection& registration : RegistrationsIn(entries)) {
    Result<Endpoint> hub = Endpoint::Parse(registration.url);
    if (!hub.ok()) continue;
    const std::string url = hub.value().is_official() ? "" : hub.value().url();
    const std::string program = HelperProgramPath(registration.helper);
    if (registration.helper != HelperValue(program, url)) continue;
    if (std::find(hubs.begin(), hubs.end(), hub.value()) == hubs.end()) {
      hubs.push_back(std::move(hub).value());
    }
  }
  return hubs;
}

Result<std::string> SectionText(const Git& git, const HelperSection& hub) {
  const std::string section = "credential." + hub.url + ".";
  return Written(git, hub.url,
                 {{"--add", section + "helper", ""},
                  {"--add", section + "helper", hub.helper},
                  {section + "useHttpPath", "true"}});
}

Result<std::string> SectionText(const Git& git, const Registrations& hubs,
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
    lines = ProactiveLinesFor(git, hub.url);
    if (!lines.ok()) return lines.error();
    all += lines.value();
  }
  return all;
}

Result<std::string> ProactiveLinesFor(const Git& git, const std::string& url) {
  Result<std::string> lines = Written(
      git, url, {{"http." + url + ".proactiveAuth", std::string(kProactive)}});
  if (!lines.ok()) return lines;
  std::string text = lines.value();
  return text.insert(text.size() - 1, " # git-credential-hf");
}

std::string ProactiveKey(const std::string& url) {
  return "http." + url + ".proactiveauth";
}

bool AreConfigured(const std::vector<ConfigEntry>& entries,
                   const Registrations& hubs) {
  return std::all_of(hubs.begin(), hubs.end(), [&](const auto& hub) {
    return IsRegistered(entries, hub);
  });
}

std::vector<Endpoint> RegisteredHubs(const std::vector<ConfigEntry>& entries) {
  std::vector<Endpoint> hubs = {Endpoint::Official()};
  for (Endpoint& hub : HubsIn(entries)) {
    if (!hub.is_official()) hubs.push_back(std::move(hub));
  }
  return hubs;
}

bool IsConfiguredGlobally(const Environment& environment, const Endpoint& hub) {
  const Result<Git> git = Git::Find(environment);
  if (!git.ok()) return false;
  const auto entries = EntriesEverywhere(git.value());
  if (!entries.ok()) return false;
  const std::vector<Endpoint> hubs = HubsIn(entries.value());
  return std::find(hubs.begin(), hubs.end(), hub) != hubs.end();
}

}  // namespace hf
