// SPDX-License-Identifier: Apache-2.0
#include "src/lookup/job_identity.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "src/files/secret_file.h"
#include "src/hub/access_token.h"

namespace hf {
namespace {

constexpr std::string_view kResource = "HF_OIDC_RESOURCE";
constexpr std::string_view kAutomatic = "auto";

/// Where GitLab, CircleCI and Bitbucket put the identity of a job.
constexpr std::string_view kOfProviders[] = {
    "HF_ID_TOKEN", "CIRCLE_OIDC_TOKEN_V2", "BITBUCKET_STEP_OIDC_TOKEN"};

std::string ValueOf(const Environment& environment, std::string_view variable) {
  return std::string(environment.Find(variable).value_or(""));
}

Error Wrong(const std::string& message, const std::string& hint) {
  return {Problem::kUsage, message, hint};
}

/// `acme/model`, `datasets/acme/big` or `alice`. It must be printable ASCII,
/// because ExchangeCache stores it as one line and messages contain it.
Result<std::string> ResourceIn(const Environment& environment,
                               const std::string& repository) {
  constexpr std::size_t kMaxBytes = 512;
  const std::string value = ValueOf(environment, kResource);
  const bool is_automatic = value == kAutomatic;
  if (is_automatic && repository.empty()) {
    return Wrong(
        "HF_OIDC_RESOURCE is 'auto', and no repository is named",
        "name one, such as 'token --for acme/model'; git names it after "
        "'git-credential-hf configure'");
  }
  const std::string& resource = is_automatic ? repository : value;
  const bool plain =
      resource.size() <= kMaxBytes &&
      std::all_of(resource.begin(), resource.end(),
                  [](char byte) { return byte > 0x20 && byte < 0x7f; });
  if (plain) return resource;
  return Wrong("HF_OIDC_RESOURCE is not the name of a resource",
               "set it to OWNER/NAME, datasets/OWNER/NAME or USER");
}

/// True when \a text has the form of a signed identity: three parts of
/// base64url. Another secret that a variable names by mistake has not.
bool IsSignedIdentity(std::string_view text) {
  return IsToken(text) && std::count(text.begin(), text.end(), '.') == 2 &&
         text.find_first_of("~+/=") == text.npos && text.starts_with("ey");
}

Result<JobIdentity> IdentityInFile(const Environment& environment,
                                   std::string_view variable) {
  const std::string path = ValueOf(environment, variable);
  if (!path.starts_with('/')) {
    return Wrong(std::string(variable) + " is no absolute path",
                 "set it to the file with the job's identity");
  }
  const auto file = ReadSecretFile(path);
  if (!file.ok()) return file.error();
  JobIdentity identity;
  if (file.value() && FaultOfToken(file.value()->text).empty()) {
    identity.secret = CleanToken(file.value()->text);
  }
  if (IsSignedIdentity(identity.secret)) return identity;
  return Wrong(
      "'" + path + "' holds no identity of a job",
      "see whether " + std::string(variable) + " names the right file");
}

Result<JobIdentity> IdentityOf(const Environment& environment,
                               std::string_view variable) {
  JobIdentity identity;
  identity.secret = CleanToken(environment.Find(variable).value_or(""));
  if (IsToken(identity.secret)) return identity;
  return Wrong(std::string(variable) + " holds no token",
               "correct or unset it");
}

Result<JobIdentity> IdentityFromGitHub(const Environment& environment) {
  constexpr std::string_view kToken = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";
  const std::string url = ValueOf(environment, "ACTIONS_ID_TOKEN_REQUEST_URL");
  if (!environment.Has(kToken) || url.empty()) {
    return Wrong(
        "HF_OIDC_RESOURCE is set, but GitHub gives this job no identity",
        "give the job 'permissions: id-token: write'");
  }
  Result<JobIdentity> identity = IdentityOf(environment, kToken);
  if (identity.ok()) identity.value().request_url = url;
  return identity;
}

/// What the Hub documents comes first, what only this program knows comes last.
Result<JobIdentity> IdentityIn(const Environment& environment) {
  constexpr std::string_view kGiven = "HF_OIDC_ID_TOKEN",
                             kFile = "HF_OIDC_ID_TOKEN_FILE";
  if (environment.Has(kGiven)) return IdentityOf(environment, kGiven);
  if (environment.Find("GITHUB_ACTIONS") == "true") {
    return IdentityFromGitHub(environment);
  }
  for (const std::string_view variable : kOfProviders) {
    if (environment.Has(variable)) return IdentityOf(environment, variable);
  }
  if (environment.Has(kFile)) return IdentityInFile(environment, kFile);
  return Wrong("HF_OIDC_RESOURCE is set, but this job has no identity",
               "set HF_OIDC_ID_TOKEN to the job's OpenID Connect token");
}

}  // namespace

Result<JobIdentity> FindJobIdentity(const Environment& environment,
                                    const std::string& repository) {
  Result<std::string> resource = ResourceIn(environment, repository);
  if (!resource.ok()) return resource.error();
  Result<JobIdentity> identity = IdentityIn(environment);
  if (identity.ok()) identity.value().resource = std::move(resource).value();
  return identity;
}

std::string AutomaticResource(const Environment& environment,
                              const std::string& repository) {
  return environment.Find(kResource) == kAutomatic ? repository : "";
}

}  // namespace hf
