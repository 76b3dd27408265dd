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

/// The parts of a URL, or of a URL pattern, in which some may be missing.
struct UrlParts {
  std::string_view scheme, host, path;
};

UrlParts Split(std::string_view url) {
  UrlParts parts;
  if (const std::size_t colon = url.find("://"); colon != url.npos) {
    parts.scheme = url.substr(0, colon);
    url.remove_prefix(colon + 3);
  }
  parts.host = url.substr(0, url.find('/'));
  parts.path = url.substr(parts.host.size());
  const std::size_t user = parts.host.rfind('@');
  if (user != url.npos) parts.host.remove_prefix(user + 1);
  for (const std::string_view port : {":443", ":80"}) {
    const bool is_default =
        (port == ":443") == (parts.scheme.empty() || parts.scheme == "https");
    if (is_default && parts.host.ends_with(port)) {
      parts.host.remove_suffix(port.size());
    }
  }
  while (parts.path.ends_with('/')) parts.path.remove_suffix(1);
  return parts;
}

bool IsSameLabel(std::string_view pattern, std::string_view label) {
  const auto folded = [](char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte;
  };
  return pattern == "*" ||
         std::equal(pattern.begin(), pattern.end(), label.begin(), label.end(),
                    [&](char a, char b) { return folded(a) == folded(b); });
}

bool IsSameHost(std::string_view pattern, std::string_view host) {
  while (!pattern.empty() && !host.empty()) {
    const std::string_view left = pattern.substr(0, pattern.find('.'));
    const std::string_view right = host.substr(0, host.find('.'));
    if (!IsSameLabel(left, right)) return false;
    pattern.remove_prefix(std::min(left.size() + 1, pattern.size()));
    host.remove_prefix(std::min(right.size() + 1, host.size()));
  }
  return pattern.empty() && host.empty();
}

}  // namespace

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

Result<std::vector<ConfigEntry>> EntriesEverywhere(
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

std::optional<CredentialKey> CredentialKey::Of(std::string_view key) {
  constexpr std::string_view kSection = "credential.";
  if (!key.starts_with(kSection)) return std::nullopt;
  key.remove_prefix(kSection.size());
  const std::size_t dot = key.rfind('.');
  if (dot == key.npos) return CredentialKey{"", key};
  return CredentialKey{key.substr(0, dot), key.substr(dot + 1)};
}

bool CredentialKey::ConcernsHostOf(std::string_view url) const {
  if (pattern.empty()) return true;
  const UrlParts wanted = Split(url);
  const UrlParts parts = Split(pattern);
  if (!parts.scheme.empty() && parts.scheme != wanted.scheme) return false;
  return parts.host.empty() || IsSameHost(parts.host, wanted.host);
}

bool CredentialKey::AppliesTo(std::string_view url) const {
  if (!ConcernsHostOf(url)) return false;
  const std::string_view below = Split(pattern).path;
  const std::string path = std::string(Split(url).path) + "/";
  return below.empty() || path.starts_with(std::string(below) + "/");
}

}  // namespace hf
