// SPDX-License-Identifier: Apache-2.0
// Which variable has the identity of a job, and what it is for.
#include "src/lookup/job_identity.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/unit/scratch.h"

namespace hf {
namespace {

constexpr char kResource[] = "HF_OIDC_RESOURCE=acme/model";
constexpr char kIdentity[] = "HF_OIDC_ID_TOKEN=eyJ.job";

TEST_CASE("a job without an identity gets an error that names the gap") {
  const struct {
    std::vector<std::string> variables;
    std::string words;  // Of the error; empty for success.
  } kRows[] = {
      {{kResource, kIdentity}, ""},
      {{kResource, "HF_OIDC_ID_TOKEN= eyJ.job\r\n"}, ""},
      {{"HF_OIDC_RESOURCE=" + std::string(512, 'a'), kIdentity}, ""},
      {{"HF_OIDC_RESOURCE=" + std::string(513, 'a'), kIdentity},
       "not the name"},
      {{"HF_OIDC_RESOURCE=a b", kIdentity}, "not the name"},
      {{"HF_OIDC_RESOURCE=a\nb=c", kIdentity}, "not the name"},
      {{"HF_OIDC_RESOURCE=a\x7f", kIdentity}, "not the name"},
      {{"HF_OIDC_RESOURCE=\xc3\xa4", kIdentity}, "not the name"},
      {{kResource}, "no identity"},
      {{kResource, "HF_OIDC_ID_TOKEN="}, "no identity"},
      {{kResource, "HF_OIDC_ID_TOKEN=a b"}, "HF_OIDC_ID_TOKEN holds no token"},
      {{kResource, "GITHUB_ACTIONS=false"}, "this job has no identity"},
      {{kResource, "GITHUB_ACTIONS=true"}, "GitHub gives this job no"},
      {{kResource, "GITHUB_ACTIONS=true", "ACTIONS_ID_TOKEN_REQUEST_TOKEN=t"},
       "GitHub gives this job no"},
      {{kResource, "GITHUB_ACTIONS=true",
        "ACTIONS_ID_TOKEN_REQUEST_URL=https://x"},
       "GitHub gives this job no"},
      {{kResource, "GITHUB_ACTIONS=true", "ACTIONS_ID_TOKEN_REQUEST_TOKEN=t",
        "ACTIONS_ID_TOKEN_REQUEST_URL=https://x"},
       ""},
      {{kResource, "ACTIONS_ID_TOKEN_REQUEST_TOKEN=t",
        "ACTIONS_ID_TOKEN_REQUEST_URL=https://x"},
       "this job has no identity"},
  };
  for (const auto& row : kRows) {
    CAPTURE(row.variables.back());
    CAPTURE(row.words);
    const Variables environment(row.variables);
    const auto checked = FindJobIdentity(environment.Get(), "");
    REQUIRE(checked.ok() == row.words.empty());
    if (checked.ok()) continue;
    CHECK(checked.error().problem == Problem::kUsage);
    CHECK(checked.error().message.find(row.words) != std::string::npos);
  }
}

/// The secret that \a variables give; "(none)" for an error.
std::string SecretIn(std::vector<std::string> variables) {
  variables.emplace_back(kResource);
  const Variables environment(variables);
  const auto identity = FindJobIdentity(environment.Get(), "");
  return identity.ok() ? std::string(identity.value().secret) : "(none)";
}

TEST_CASE("each provider has a variable, and the documented ones come first") {
  const Scratch files;
  files.Give("identity", "eyJfile.a.b\n");
  const std::string file = "HF_OIDC_ID_TOKEN_FILE=" + files.Path("identity");
  const std::string gitlab = "HF_ID_TOKEN=gitlab";
  const std::string circle = "CIRCLE_OIDC_TOKEN_V2=circle";
  const std::string bitbucket = "BITBUCKET_STEP_OIDC_TOKEN=bitbucket";
  const std::vector<std::string> github = {
      "GITHUB_ACTIONS=true", "ACTIONS_ID_TOKEN_REQUEST_TOKEN=github",
      "ACTIONS_ID_TOKEN_REQUEST_URL=https://x"};
  std::vector<std::string> all = {file};
  CHECK(SecretIn(all) == "eyJfile.a.b");
  all.push_back(bitbucket);
  CHECK(SecretIn(all) == "bitbucket");
  all.push_back(circle);
  CHECK(SecretIn(all) == "circle");
  all.push_back(gitlab);
  CHECK(SecretIn(all) == "gitlab");
  all.insert(all.end(), github.begin(), github.end());
  CHECK(SecretIn(all) == "github");
  all.emplace_back("HF_OIDC_ID_TOKEN=given");
  CHECK(SecretIn(all) == "given");
  CHECK(SecretIn({"HF_ID_TOKEN=", circle}) == "circle");
  CHECK(SecretIn({"HF_ID_TOKEN=a b", circle}) == "(none)");
}

TEST_CASE("a file is read each time, and must hold a signed identity") {
  const Scratch files;
  const std::string variable =
      "HF_OIDC_ID_TOKEN_FILE=" + files.Path("identity");
  CHECK(SecretIn({variable}) == "(none)");
  for (const char* text : {"eyJa.b.c", "eyJd.e.f\n"}) {
    files.Give("identity", text);
    CHECK(SecretIn({variable}).substr(0, 3) == "eyJ");
  }
  for (const char* text :
       {"", "hf_xxxxxxxxxxxxxxxxxxxx", "eyJa.b", "eyJa.b.c.d", "eyJa.b.c\neyJ",
        "eyJa.b.c=", "-----BEGIN KEY-----", "xJa.b.c"}) {
    CAPTURE(text);
    files.Give("identity", text);
    CHECK(SecretIn({variable}) == "(none)");
  }
  CHECK(SecretIn({"HF_OIDC_ID_TOKEN_FILE=identity"}) == "(none)");
  CHECK(SecretIn({"HF_OIDC_ID_TOKEN_FILE=" + files.Path("")}) == "(none)");
}

TEST_CASE("the resource auto is the repository of the request") {
  const Variables automatic({"HF_OIDC_RESOURCE=auto", kIdentity});
  const Environment environment = automatic.Get();
  const auto found = FindJobIdentity(environment, "datasets/acme/big");
  REQUIRE(found.ok());
  CHECK(found.value().resource == "datasets/acme/big");
  CHECK_FALSE(FindJobIdentity(environment, "").ok());
  CHECK_FALSE(FindJobIdentity(environment, "a b").ok());
  CHECK(AutomaticResource(environment, "acme/x") == "acme/x");
  const Variables named({kResource, kIdentity});
  CHECK(FindJobIdentity(named.Get(), "other/x").value().resource ==
        "acme/model");
  CHECK(AutomaticResource(named.Get(), "acme/x").empty());
}

}  // namespace
}  // namespace hf
