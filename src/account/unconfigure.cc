// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>

#include <algorithm>

#include "src/account/config_file.h"
#include "src/account/config_scope.h"
#include "src/account/registration.h"
#include "src/account/scratch_file.h"
#include "src/message.h"

namespace hf {
namespace {

constexpr std::string_view kCredential = "credential.";
constexpr std::string_view kHelper = ".helper";

/// The URL in `credential.<url>.helper`; empty for another key.
std::string UrlOf(std::string_view key) {
  if (!key.starts_with(kCredential) || !key.ends_with(kHelper)) return {};
  if (key.size() <= kCredential.size() + kHelper.size()) return {};
  key.remove_prefix(kCredential.size());
  key.remove_suffix(kHelper.size());
  return std::string(key);
}

/// The URLs that \a entries register us for, or those of \a wanted among them.
std::vector<std::string> OurUrls(const std::vector<ConfigEntry>& entries,
                                 const std::vector<Endpoint>& wanted) {
  std::vector<std::string> urls;
  for (const ConfigEntry& entry : entries) {
    const std::string url = UrlOf(entry.key);
    if (url.empty() || !IsOurHelper(entry.value)) continue;
    const bool is_wanted =
        wanted.empty() ||
        std::any_of(wanted.begin(), wanted.end(), [&](const Endpoint& hub) {
          const Result<Endpoint> named = Endpoint::Parse(url);
          return named.ok() && named.value() == hub;
        });
    if (is_wanted && std::find(urls.begin(), urls.end(), url) == urls.end()) {
      urls.push_back(url);
    }
  }
  return urls;
}

std::size_t Count(const std::vector<ConfigEntry>& entries,
                  const std::string& key, std::string_view value) {
  return static_cast<std::size_t>(
      std::count_if(entries.begin(), entries.end(), [&](const auto& entry) {
        return entry.key == key && entry.value == value;
      }));
}

Result<void> Unset(const Git& git, const std::string& path,
                   const std::string& key, const std::string& value) {
  Result<ChildAnswer> answer = git.Run(
      {"config", "--file", path, "--fixed-value", "--unset-all", key, value});
  if (!answer.ok()) return answer.error();
  if (answer.value().status == 0) return {};
  return Error{Problem::kRefused, "git cannot take '" + key + "' out"};
}

/// Somebody has edited our lines: takes our values out by name. The reset and
/// useHttpPath go only when there is one of each, for then they are ours.
Result<void> UnsetEdited(const Git& git, const std::string& path,
                         const std::vector<ConfigEntry>& entries,
                         const std::string& url) {
  const std::string section = std::string(kCredential) + url;
  const std::string helper = section + std::string(kHelper);
  for (const ConfigEntry& entry : entries) {
    if (entry.key != helper || !IsOurHelper(entry.value)) continue;
    Result<void> gone = Unset(git, path, helper, entry.value);
    if (!gone.ok()) return gone;
  }
  if (Count(entries, helper, "") == 1) {
    if (Result<void> gone = Unset(git, path, helper, ""); !gone.ok()) {
      return gone;
    }
  }
  const std::string use_path = section + ".usehttppath";
  if (Count(entries, use_path, "true") != 1) return {};
  return Unset(git, path, section + ".useHttpPath", "true");
}

/// \a text without what configure wrote for \a urls.
Result<std::optional<std::string>> Clean(const Git& git,
                                         const std::string& text,
                                         const std::vector<std::string>& urls) {
  std::optional<std::string> rest = WithoutLines(text, urls);
  if (!rest) return {std::nullopt};
  Result<ScratchFile> copy = ScratchFile::Make(*rest);
  if (!copy.ok()) return copy.error();
  const std::string& path = copy.value().path();
  Result<std::vector<ConfigEntry>> entries = EntriesOf(git, path);
  if (!entries.ok()) return entries.error();
  for (const std::string& url : OurUrls(entries.value(), {})) {
    if (std::find(urls.begin(), urls.end(), url) == urls.end()) continue;
    Result<void> gone = UnsetEdited(git, path, entries.value(), url);
    if (!gone.ok()) return gone.error();
  }
  Result<std::string> cleaned = copy.value().Read();
  if (!cleaned.ok()) return cleaned.error();
  return {std::move(cleaned).value()};
}

Result<std::vector<std::string>> Unregister(
    const Git& git, const std::string& path,
    const std::vector<Endpoint>& wanted) {
  Result<std::optional<std::string>> before = ReadConfigFile(path);
  if (!before.ok()) return before.error();
  if (!before.value()) return std::vector<std::string>();
  Result<std::vector<ConfigEntry>> entries = EntriesOf(git, path);
  if (!entries.ok()) return entries.error();
  std::vector<std::string> urls = OurUrls(entries.value(), wanted);
  if (urls.empty()) return urls;
  Result<std::optional<std::string>> after = Clean(git, *before.value(), urls);
  if (!after.ok()) return after.error();
  Result<void> written = ReplaceConfigFile(path, before.value(), after.value());
  if (!written.ok()) return written.error();
  return urls;
}

}  // namespace

Result<void> Unconfigure(const Environment& environment,
                         const Arguments& arguments) {
  ConfigOptions options;
  const auto app = CommandLineOf("unconfigure");
  AddConfigOptions(*app, options);
  Result<bool> parsed = ParseCommandLine(*app, arguments);
  if (!parsed.ok()) return parsed.error();
  if (!parsed.value()) return {};

  std::vector<Endpoint> wanted;
  for (const std::string& url : options.endpoints) {
    Result<Endpoint> endpoint = Endpoint::Parse(url);
    if (!endpoint.ok()) return endpoint.error();
    wanted.push_back(std::move(endpoint).value());
  }
  Result<Git> git = Git::Find(environment);
  if (!git.ok()) return git.error();
  Result<std::string> path = ConfigFileOf(options, git.value(), environment);
  if (!path.ok()) return path.error();
  Result<std::vector<std::string>> urls =
      Unregister(git.value(), path.value(), wanted);
  if (!urls.ok()) return urls.error();
  if (urls.value().empty()) {
    printf("nothing to do: '%s' has no helper of ours\n",
           Visible(path.value()).c_str());
    return {};
  }
  printf("took out of '%s' the helper for\n", Visible(path.value()).c_str());
  for (const std::string& url : urls.value()) printf("  %s\n", url.c_str());
  return {};
}

}  // namespace hf
