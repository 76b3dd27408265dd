// SPDX-License-Identifier: Apache-2.0
#include "src/store/store_paths.h"

#include <unistd.h>

#include <algorithm>
#include <optional>

#include "src/hub/endpoint.h"
#include "src/store/system_file.h"
#include "src/system/home_directory.h"
#include "src/system/path.h"

namespace hf {
namespace {

bool IsNameByte(char byte) {
  return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
         (byte >= '0' && byte <= '9') || byte == '_';
}

/// The variable that \a text, which begins with '$', refers to, and the size of
/// the reference in bytes; 0 when it is no reference.
struct Reference {
  std::string_view name;
  std::size_t size;
};

Reference ReferenceAt(std::string_view text) {
  if (text.starts_with("${")) {
    const std::size_t close = text.find('}');
    if (close == text.npos) return {{}, 0};
    return {text.substr(2, close - 2), close + 1};
  }
  std::size_t end = 1;
  while (end < text.size() && IsNameByte(text[end])) ++end;
  if (end == 1) return {{}, 0};
  return {text.substr(1, end - 1), end};
}

Error Relative(std::string_view variable) {
  return {Problem::kUsage,
          std::string(variable) +
              " does not name an absolute path, so the token store would be "
              "looked for in the current directory",
          "set " + std::string(variable) +
              " to a path that begins with '/' or '~/', or unset it"};
}

Error NoHome() {
  return {Problem::kUsage,
          "HOME is not set, and no home directory is known for this user",
          "set HOME to the path of your home directory"};
}

constexpr std::string_view kCommandFile = ".config/git-credential-hf.conf";

/// The expanded path of a directory or file, and the variable that decides it.
struct Location {
  std::string path;
  std::string_view variable;
};

constexpr std::string_view kHome = "HOME";

Result<Location> Absolute(const Environment& environment, Location location) {
  if (location.path.starts_with('/')) return location;
  if (location.variable == kHome && !environment.Find(kHome)) return NoHome();
  return Relative(location.variable);
}

Result<Location> FindHome(const Environment& environment) {
  const PathExpander expander(environment);
  if (const auto home = environment.Find("HF_HOME")) {
    if (home->empty()) return Relative("HF_HOME");
    return Location{expander.Expand(*home), "HF_HOME"};
  }
  if (const auto cache = environment.Find("XDG_CACHE_HOME")) {
    if (cache->empty()) return Relative("XDG_CACHE_HOME");
    return Location{expander.Expand(JoinPath(*cache, "huggingface")),
                    "XDG_CACHE_HOME"};
  }
  return Location{
      expander.Expand(JoinPath(expander.Expand("~"), ".cache/huggingface")),
      kHome};
}

Result<Location> FindTokenFile(const Environment& environment) {
  const PathExpander expander(environment);
  if (const auto path = environment.Find("HF_TOKEN_PATH")) {
    if (path->empty()) return Relative("HF_TOKEN_PATH");
    return Absolute(environment, {expander.Expand(*path), "HF_TOKEN_PATH"});
  }
  Result<Location> home = FindHome(environment);
  if (!home.ok()) return home.error();
  // Expanded a second time, as Python does: the home is expanded already.
  return Absolute(environment,
                  {expander.Expand(JoinPath(home.value().path, "token")),
                   home.value().variable});
}

}  // namespace

Result<StorePaths> FindStore(const Environment& environment) {
  Result<Location> token = FindTokenFile(environment);
  if (!token.ok()) return token.error();
  StorePaths paths;
  paths.token = token.value().path;
  paths.tokens = JoinPath(DirectoryOf(paths.token), "stored_tokens");
  paths.state = JoinPath(DirectoryOf(paths.token), "git_credential_hf");
  // A trailing slash does not change which file Python opens.
  while (paths.token.size() > 1 && paths.token.ends_with('/')) {
    paths.token.pop_back();
  }
  if (IsStaging(environment)) {  // The store stays the same.
    const std::string home = PathExpander(environment).Expand("~");
    Result<Location> staging =
        Absolute(environment,
                 {JoinPath(home, ".cache/huggingface_staging/token"), kHome});
    if (!staging.ok()) return staging.error();
    paths.token = staging.value().path;
  }
  paths.commands =
      JoinPath(PathExpander(environment).ExpandHome(), kCommandFile);
  if (!paths.commands.starts_with('/')) paths.commands.clear();
  paths.system = SystemFilePath();
  return paths;
}

std::string PathExpander::ExpandHome() const { return ExpandUser("~"); }

std::string PathExpander::Expand(std::string_view path) const {
  return ExpandVariables(ExpandUser(path));
}

std::string PathExpander::ExpandUser(std::string_view path) const {
  if (!path.starts_with('~')) return std::string(path);
  const std::size_t slash = std::min(path.find('/'), path.size());
  const std::string_view name = path.substr(1, slash - 1);
  const auto variable = environment_.Find("HOME");
  std::optional<std::string> home;
  if (!name.empty()) {
    home = HomeOf(name);
  } else {
    home = variable ? std::string(*variable) : HomeOf(getuid());
  }
  if (!home) return std::string(path);
  while (home->ends_with('/')) home->pop_back();
  // Python takes an empty HOME for "/". Here it is an error of the user:
  // FindStore() refuses the path, which is not absolute.
  if (name.empty() && variable && variable->empty()) return {};
  home->append(path.substr(slash));
  return home->empty() ? "/" : *home;
}

std::string PathExpander::ExpandVariables(std::string_view path) const {
  std::string expanded;
  while (!path.empty()) {
    const std::size_t dollar = std::min(path.find('$'), path.size());
    expanded.append(path.substr(0, dollar));
    path.remove_prefix(dollar);
    if (path.empty()) break;
    const Reference reference = ReferenceAt(path);
    if (reference.size == 0) {
      expanded += '$';
      path.remove_prefix(1);
      continue;
    }
    const auto value = environment_.Find(reference.name);
    expanded.append(value ? *value : path.substr(0, reference.size));
    path.remove_prefix(reference.size);
  }
  return expanded;
}

}  // namespace hf
