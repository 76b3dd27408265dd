// SPDX-License-Identifier: Apache-2.0
#include "src/account/git/git_version.h"

#include <algorithm>
#include <charconv>

namespace hf {

std::optional<GitVersion> VersionOf(const Git& git) {
  constexpr std::string_view kWords = "git version ";
  const Result<ChildAnswer> answer = git.Run({"--version"});
  if (!answer.ok() || !answer.value().output.starts_with(kWords)) {
    return std::nullopt;
  }
  GitVersion version;
  version.text = answer.value().output.substr(kWords.size());
  version.text.erase(
      std::min(version.text.find_first_of(" \n"), version.text.size()));
  const char* const end = version.text.data() + version.text.size();
  const auto major = std::from_chars(version.text.data(), end, version.major);
  if (major.ec != std::errc() || major.ptr == end || *major.ptr != '.') {
    return std::nullopt;
  }
  if (std::from_chars(major.ptr + 1, end, version.minor).ec != std::errc()) {
    return std::nullopt;
  }
  return version;
}

}  // namespace hf
