// SPDX-License-Identifier: Apache-2.0
#include "src/account/configure/config_scope.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "src/system/path.h"
#include "src/system/process.h"
#include "src/text/ascii.h"
#include "src/text/message.h"

namespace hf {
namespace {

bool Exists(const std::string& path) {
  struct stat facts;
  return lstat(path.c_str(), &facts) == 0;
}

Result<std::string> CurrentDirectory() {
  std::error_code error;
  std::string directory = std::filesystem::current_path(error).string();
  if (error) {
    return Error{Problem::kUsage,
                 "the current directory does not exist any more"};
  }
  return directory;
}

/// As git-config(1) says: the file that GIT_CONFIG_GLOBAL names, else
/// ~/.gitconfig, except when only $XDG_CONFIG_HOME/git/config exists.
Result<std::string> GlobalFile(const Environment& environment) {
  constexpr const char* kVariable = "GIT_CONFIG_GLOBAL";
  if (const auto named = environment.Find(kVariable)) {
    std::string path = FromCurrentDirectory(*named);
    if (path.starts_with('/')) return path;
    return Error{
        Problem::kUsage,
        std::string(kVariable) +
            " is set but empty, so git reads no global configuration",
        std::string("unset ") + kVariable + ", or name a file with --file"};
  }
  const auto home = environment.Find("HOME");
  if (!home || !home->starts_with('/')) {
    return Error{Problem::kUsage,
                 "HOME does not name an absolute path, so git has no global "
                 "configuration",
                 "set HOME, or name a file with --file"};
  }
  std::string in_home = JoinPath(*home, ".gitconfig");
  if (Exists(in_home)) return in_home;
  const auto xdg = environment.Find("XDG_CONFIG_HOME");
  const std::string base =
      xdg && !xdg->empty() ? std::string(*xdg) : JoinPath(*home, ".config");
  std::string in_xdg = JoinPath(base, "git/config");
  if (in_xdg.starts_with('/') && Exists(in_xdg)) return in_xdg;
  return in_home;
}

/// git passes the file's path to its editor; this works in every version.
Result<std::string> SystemFile(const Git& git) {
  Git::RunOptions run_options;
  run_options.variables = {"GIT_EDITOR=printf %s"};
  Result<GitOutput> answer =
      git.Run({"config", "--system", "--edit"}, run_options);
  if (!answer.ok()) return answer.error();
  if (!answer.value().output.starts_with('/')) {
    return Error{Problem::kUnavailable,
                 "git does not say where its system configuration is",
                 "name the file with --file"};
  }
  return answer.value().output;
}

Result<std::string> LocalFile(const Git& git) {
  Result<std::string> directory = CurrentDirectory();
  if (!directory.ok()) return directory.error();
  Git::RunOptions run_options;
  run_options.directory = directory.value();
  Result<GitOutput> answer =
      git.Run({"rev-parse", "--git-path", "config"}, run_options);
  if (!answer.ok()) return answer.error();
  std::string path = answer.value().output;
  if (answer.value().status != 0 || !path.ends_with('\n')) {
    return Error{Problem::kUsage, "--local: this is not a git repository"};
  }
  path.pop_back();
  return JoinPath(directory.value(), path);
}

}  // namespace

Result<std::string> ConfigFileOf(const ConfigOptions& options, const Git& git,
                                 const Environment& environment) {
  if (options.system) return SystemFile(git);
  if (options.local) return LocalFile(git);
  if (!options.file) return GlobalFile(environment);
  if (options.file->empty()) {
    return Error{Problem::kUsage, "--file: the name is empty"};
  }
  Result<std::string> directory = CurrentDirectory();
  if (!directory.ok()) return directory.error();
  return JoinPath(directory.value(), *options.file);
}

Result<std::vector<Endpoint>> EndpointsOf(const ConfigOptions& options) {
  std::vector<Endpoint> endpoints;
  for (const std::string& url : options.endpoints) {
    Result<Endpoint> endpoint = Endpoint::Parse(url);
    if (!endpoint.ok()) return endpoint.error();
    endpoints.push_back(std::move(endpoint).value());
  }
  return endpoints;
}

void AddUnreadFile(const ConfigOptions& options, const Environment& environment,
                   Notices& notices) {
  constexpr const char* kVariable = "GIT_CONFIG_NOSYSTEM";
  const std::string value =
      FoldAscii(environment.Find(kVariable).value_or("false"));
  const bool is_off = value.empty() || value == "false" || value == "no" ||
                      value == "off" || value == "0";
  if (!options.system || is_off) return;
  notices.push_back(
      {std::string(kVariable) + " is set, so git does not read this file here",
       std::string("unset ") + kVariable});
}

Result<std::string> HelperProgram() {
  const std::filesystem::path found = ProgramAt(HF_HELPER_FROM_LIBEXEC);
  if (found.empty()) return ProgramsNotFound();
  std::string program = found.lexically_normal();
  if (access(program.c_str(), X_OK) == 0) return program;
  return Error{Problem::kUnavailable, "cannot find '" + program + "'",
               "install git-credential-hf again"};
}

}  // namespace hf
