// SPDX-License-Identifier: Apache-2.0
#include "src/account/git/git.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "src/system/path.h"

namespace hf {
namespace {

/// True when \a variables contain one with the same name as \a variable.
bool Has(const std::vector<std::string>& variables,
         const std::string& variable) {
  const std::string name = variable.substr(0, variable.find('=') + 1);
  return std::any_of(variables.begin(), variables.end(),
                     [&](const auto& v) { return v.starts_with(name); });
}

void AddConfigurationOf(const Environment& environment,
                        std::vector<std::string>& variables) {
  for (const char* name : {"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"}) {
    const auto path = environment.Find(name);
    if (path) {
      variables.push_back(std::string(name) + "=" +
                          FromCurrentDirectory(*path));
    }
  }
  const auto no_system = environment.Find("GIT_CONFIG_NOSYSTEM");
  if (no_system) {
    variables.push_back("GIT_CONFIG_NOSYSTEM=" + std::string(*no_system));
  }
}

/// The version that follows \a words at the start of \a output.
std::optional<GitVersion> VersionAfter(std::string_view words,
                                       const std::string& output) {
  if (!output.starts_with(words)) return std::nullopt;
  GitVersion version;
  version.text = output.substr(words.size());
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

}  // namespace

std::string FromCurrentDirectory(std::string_view path) {
  if (path.empty() || path.starts_with('/')) return std::string(path);
  std::error_code error;
  const std::string here = std::filesystem::current_path(error).string();
  return error ? std::string(path) : JoinPath(here, path);
}

Result<Git> Git::Find(const Environment& environment) {
  Result<std::string> program = FindProgram(environment, "git");
  if (!program.ok()) return program.error();
  Git git;
  git.program_ = program.value();
  git.environment_ = VariablesWithoutTokens(environment);
  std::erase_if(git.environment_, [](const std::string& variable) {
    return variable.starts_with("GIT_");
  });
  AddConfigurationOf(environment, git.environment_);
  git.environment_.emplace_back("GIT_TERMINAL_PROMPT=0");
  return git;
}

Result<GitOutput> Git::Run(const std::vector<std::string>& arguments) const {
  return Run(arguments, RunOptions{});
}

Result<GitOutput> Git::Run(const std::vector<std::string>& arguments,
                           const RunOptions& run_options) const {
  ChildCommand command{.program = program_, .arguments = arguments};
  command.environment = run_options.variables;
  for (const std::string& variable : environment_) {
    if (!Has(run_options.variables, variable)) {
      command.environment->push_back(variable);
    }
  }
  command.directory = run_options.directory;
  command.input = run_options.input;
  command.most_seconds = run_options.max_seconds;
  command.has_own_group = true;
  Result<ChildAnswer> answer = RunChild(command);
  if (!answer.ok()) return answer.error();
  return GitOutput{answer.value().status, std::string(answer.value().output)};
}

std::optional<GitVersion> Git::Version() const {
  const Result<GitOutput> answer = Run({"--version"});
  if (!answer.ok()) return std::nullopt;
  return VersionAfter("git version ", answer.value().output);
}

std::optional<std::string> Git::TooOldForLfs() const {
  const auto version = Version();
  if (!version) return std::nullopt;
  if (!version->HasAuthtype()) return "git " + version->text;
  const Result<GitOutput> answer = Run({"lfs", "version"});
  if (!answer.ok()) return std::nullopt;
  const auto lfs = VersionAfter("git-lfs/", answer.value().output);
  if (!lfs || lfs->IsAtLeast(3, 6)) return std::nullopt;
  return "git-lfs " + lfs->text;
}

std::optional<std::string> TooOldForLfs(const Environment& environment) {
  const Result<Git> git = Git::Find(environment);
  return git.ok() ? git.value().TooOldForLfs() : std::nullopt;
}

std::vector<std::string> SplitAtNul(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\0'), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

}  // namespace hf
