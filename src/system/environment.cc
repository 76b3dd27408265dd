// SPDX-License-Identifier: Apache-2.0
#include "src/system/environment.h"

#include <unistd.h>

#include "src/hub/access_token.h"
#include "src/system/path.h"

namespace hf {
namespace {

constexpr std::string_view kStagingEndpoint = "https://hub-ci.huggingface.co";

bool IsStaging(const Environment& environment) {
  return environment.IsTrue("HUGGINGFACE_CO_STAGING");
}

Error Relative(std::string_view variable) {
  return {Problem::kUsage,
          std::string(variable) +
              " does not name an absolute path, so the token store would be "
              "looked for in the current directory",
          "set " + std::string(variable) +
              " to a path that begins with '/' or '~/', or unset it"};
}

/// A directory or file that \a variable decides on, once expanded.
struct Location {
  std::string path;
  std::string_view variable;
};

Result<Location> Absolute(Location location) {
  if (!location.path.starts_with('/')) return Relative(location.variable);
  return location;
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
      "HOME"};
}

Result<Location> FindTokenFile(const Environment& environment) {
  const PathExpander expander(environment);
  if (const auto path = environment.Find("HF_TOKEN_PATH")) {
    if (path->empty()) return Relative("HF_TOKEN_PATH");
    return Absolute({expander.Expand(*path), "HF_TOKEN_PATH"});
  }
  Result<Location> home = FindHome(environment);
  if (!home.ok()) return home.error();
  // Expanded a second time, as Python does: the home is expanded already.
  return Absolute({expander.Expand(JoinPath(home.value().path, "token")),
                   home.value().variable});
}

}  // namespace

Environment Environment::OfThisProcess() { return Environment(environ); }

std::optional<std::string_view> Environment::Find(std::string_view name) const {
  for (const char* const* entry = variables_; *entry; ++entry) {
    const std::string_view variable = *entry;
    if (variable.size() > name.size() && variable[name.size()] == '=' &&
        variable.starts_with(name)) {
      return variable.substr(name.size() + 1);
    }
  }
  return std::nullopt;
}

std::vector<std::string_view> Environment::All() const {
  std::vector<std::string_view> all;
  for (const char* const* entry = variables_; *entry; ++entry) {
    all.emplace_back(*entry);
  }
  return all;
}

bool Environment::IsTrue(std::string_view name) const {
  const auto value = Find(name);
  if (!value) return false;
  std::string upper(*value);
  for (char& byte : upper) {
    if (byte >= 'a' && byte <= 'z') byte = static_cast<char>(byte - 32);
  }
  return upper == "1" || upper == "ON" || upper == "YES" || upper == "TRUE";
}

bool Environment::Has(std::string_view name) const {
  const auto value = Find(name);
  return value && !value->empty();
}

Result<std::optional<EnvironmentToken>> TokenInEnvironment(
    const Environment& environment) {
  const std::string_view variable =
      environment.Has("HF_TOKEN") ? "HF_TOKEN" : "HUGGING_FACE_HUB_TOKEN";
  if (!environment.Has(variable)) return {std::nullopt};
  SecretString token = CleanToken(*environment.Find(variable));
  if (token.empty()) return {std::nullopt};
  if (!IsToken(token)) {
    return Error{Problem::kUsage,
                 std::string(variable) + " does not hold a token",
                 "a token is one word of letters and digits such as hf_…; "
                 "correct or unset the variable"};
  }
  return {EnvironmentToken{std::move(token), variable}};
}

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
  if (IsStaging(environment)) {  // The store stays where it was.
    const std::string home = PathExpander(environment).Expand("~");
    Result<Location> staging =
        Absolute({JoinPath(home, ".cache/huggingface_staging/token"), "HOME"});
    if (!staging.ok()) return staging.error();
    paths.token = staging.value().path;
  }
  return paths;
}

Result<Endpoint> EndpointFromEnvironment(const Environment& environment) {
  if (IsStaging(environment)) return Endpoint::Parse(kStagingEndpoint);
  const auto url = environment.Find("HF_ENDPOINT");
  if (!url) return Endpoint::Official();
  Result<Endpoint> endpoint = Endpoint::Parse(*url);
  if (!endpoint.ok()) {
    Error error = endpoint.error();
    error.message = "HF_ENDPOINT: " + error.message;
    return error;
  }
  return endpoint;
}

}  // namespace hf
