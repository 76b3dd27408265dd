// SPDX-License-Identifier: Apache-2.0
#include "src/account/git/config.h"

#include <algorithm>

namespace hf {
namespace {

ConfigEntry EntryOf(const std::string& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  return {text.substr(0, end), end < text.size() ? text.substr(end + 1) : ""};
}

Result<std::vector<std::string>> Listed(Result<GitOutput> answer,
                                        const std::string& path) {
  if (!answer.ok()) return answer.error();
  if (answer.value().status == 0) return SplitAtNul(answer.value().output);
  return Error{Problem::kCorrupt, "git cannot read '" + path + "'",
               "'git config --file FILE --list' says what is wrong"};
}

Result<std::vector<ConfigEntry>> Entries(
    const Result<std::vector<std::string>>& listed) {
  if (!listed.ok()) return listed.error();
  std::vector<ConfigEntry> entries;
  for (const std::string& text : listed.value()) {
    entries.push_back(EntryOf(text));
  }
  return entries;
}

}  // namespace

std::optional<std::string_view> UrlInKey(std::string_view key,
                                         std::string_view section,
                                         std::string_view name) {
  const bool fits = key.size() > section.size() + name.size() &&
                    key.starts_with(section) && key.ends_with(name);
  if (!fits) return std::nullopt;
  key.remove_prefix(section.size());
  key.remove_suffix(name.size());
  if (key == ".") return key.substr(1);
  if (!key.starts_with('.') || !key.ends_with('.')) return std::nullopt;
  return key.substr(1, key.size() - 2);
}

Git::RunOptions WithoutOtherConfig() {
  Git::RunOptions run_options;
  run_options.variables = {"GIT_CONFIG_NOSYSTEM=1",
                           "GIT_CONFIG_GLOBAL=/dev/null"};
  return run_options;
}

Result<std::vector<ConfigEntry>> EntriesInFile(const Git& git,
                                               const std::string& path) {
  return Entries(Listed(
      git.Run({"config", "--file", path, "--includes", "--null", "--list"},
              WithoutOtherConfig()),
      path));
}

Result<std::vector<ConfigEntry>> EntriesInText(const Git& git,
                                               std::string_view text,
                                               const std::string& path) {
  Git::RunOptions run_options = WithoutOtherConfig();
  run_options.input = text;
  return Entries(Listed(
      git.Run({"config", "--file", "-", "--no-includes", "--null", "--list"},
              run_options),
      path));
}

Result<std::vector<ConfigEntry>> AllConfigEntries(
    const Git& git, const std::string& directory) {
  Git::RunOptions run_options;
  run_options.directory = directory;
  Result<std::vector<std::string>> listed = Listed(
      git.Run({"config", "--null", "--show-origin", "--list"}, run_options),
      "git's configuration");
  if (!listed.ok()) return listed.error();
  const std::vector<std::string>& texts = listed.value();
  std::vector<ConfigEntry> entries;
  for (std::size_t at = 0; at + 1 < texts.size(); at += 2) {
    entries.push_back(EntryOf(texts[at + 1]));
    entries.back().origin = texts[at];
  }
  return entries;
}

}  // namespace hf
