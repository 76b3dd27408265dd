// SPDX-License-Identifier: Apache-2.0
// Which repository a path means, and which owner's rule holds for it.
#include "src/hub/repository.h"

#include <doctest/doctest.h>

#include <string>

#include "src/hub/endpoint.h"
#include "src/store/owner_rules.h"
#include "src/store/store_paths.h"
#include "tests/unit/scratch.h"

namespace hf {
namespace {

struct PathRow {
  std::string_view path;
  std::string_view kind, owner, name;
  std::string text;  // Of the repository; empty for none.
};

TEST_CASE("a path gives the kind, owner and name of a repository") {
  const PathRow kRows[] = {
      {"acme/model", "", "acme", "model", "acme/model"},
      {"acme/model.git", "", "acme", "model", "acme/model"},
      {"acme/model.git/info/lfs", "", "acme", "model", "acme/model"},
      {"acme/model/", "", "acme", "model", "acme/model"},
      {"datasets/acme/big", "datasets", "acme", "big", "datasets/acme/big"},
      {"spaces/acme/app.git", "spaces", "acme", "app", "spaces/acme/app"},
      {"kernels/acme/fast", "kernels", "acme", "fast", "kernels/acme/fast"},
      {"models/acme/x", "", "models", "acme", "models/acme"},
      {"Datasets/acme/x", "", "Datasets", "acme", "Datasets/acme"},
      {"acme/.git", "", "acme", "", ""},
      {"acme", "", "acme", "", ""},
      {"datasets", "datasets", "", "", ""},
      {"datasets/acme", "datasets", "acme", "", ""},
      {"", "", "", "", ""},
      {"/acme/model", "", "", "acme", ""},
      {"acme//model", "", "acme", "", ""},
  };
  for (const PathRow& row : kRows) {
    CAPTURE(row.path);
    const Repository repository = ParseRepository(row.path);
    CHECK(repository.kind == row.kind);
    CHECK(repository.owner == row.owner);
    CHECK(repository.name == row.name);
    CHECK(RepositoryIn(row.path) == row.text);
  }
}

TEST_CASE("a query or a fragment is no part of the repository") {
  CHECK(RepositoryIn("acme/model?token=hf_x") == "acme/model");
  CHECK(RepositoryIn("acme/model#hf_x") == "acme/model");
  CHECK(RepositoryIn("acme?x=/model").empty());
}

TEST_CASE("a rule for a repository precedes one for its owner") {
  const Endpoint hub = Endpoint::Official();
  const std::vector<OwnerRule> rules = {
      {"https://huggingface.co/acme", "owner"},
      {"https://huggingface.co/acme/model", "repository"},
      {"https://huggingface.co/model", "name"},
      {"https://huggingface.co/datasets", "datasets"},
      {"https://huggingface.co/", "nobody"}};
  const auto token = [&](std::string_view path) {
    const OwnerRule* rule = FindOwnerRule(rules, hub, path);
    return rule ? rule->token : "";
  };
  CHECK(token("acme/model") == "repository");
  CHECK(token("ACME/Model.git") == "repository");
  CHECK(token("datasets/acme/model") == "repository");
  CHECK(token("acme/model2") == "owner");
  CHECK(token("acme") == "owner");
  CHECK(token("acme2/model").empty());
  CHECK(token("other/acme").empty());
  CHECK(token("").empty());
  CHECK(token("/acme/model").empty());
  CHECK(token("datasets").empty());
}

TEST_CASE("a Hub below a path has its owners below that path") {
  const Endpoint hub = Endpoint::Parse("https://corp.example/hub/one").value();
  CHECK(hub.PathBelow("hub/one/acme/model") == "acme/model");
  CHECK(hub.PathBelow("hub/one/") == "");
  CHECK(hub.PathBelow("hub/one") == "");
  CHECK(Endpoint::Official().PathBelow("acme/model") == "acme/model");
  const std::vector<OwnerRule> rules = {
      {"https://corp.example/hub/one/acme", "there"},
      {"https://huggingface.co/acme", "here"}};
  const OwnerRule* rule = FindOwnerRule(rules, hub, "hub/one/acme/model");
  REQUIRE(rule);
  CHECK(rule->token == "there");
  CHECK(rule->SubjectAt(hub) == "acme");
  CHECK_FALSE(rule->SubjectAt(Endpoint::Official()));
  CHECK(rules[1].Subject() == "acme");
  CHECK(rules[0].Subject() == "https://corp.example/hub/one/acme");
  CHECK_FALSE(FindOwnerRule(rules, hub, "acme/model"));
}

TEST_CASE("a rule is for an owner or a repository with a valid name") {
  CHECK(ParseSubject("Acme").value() == "acme");
  CHECK(ParseSubject("Acme/My-Model_1.0").value() == "acme/my-model_1.0");
  CHECK(ParseSubject("datasets/acme/big.git").value() == "acme/big");
  for (const std::string_view text : {"", "/", "a b", "acme/a b", "acme/x%2f",
                                      "datasets", "\xc3\xa4", "acme/x\n"}) {
    CAPTURE(text);
    const Result<std::string> subject = ParseSubject(text);
    REQUIRE_FALSE(subject.ok());
    CHECK(subject.error().problem == Problem::kUsage);
  }
}

TEST_CASE("a rule is set once, changed and cleared") {
  const Scratch files;
  const Endpoint hub = Endpoint::Official();
  const StorePaths paths = files.Store();
  REQUIRE(SetOwnerRule(paths, hub, "acme", "a").ok());
  files.Give("git_credential_hf", files.Read("git_credential_hf") + "# mine\n");
  REQUIRE(SetOwnerRule(paths, hub, "ACME", "a").ok());
  CHECK(files.Read("git_credential_hf").ends_with("# mine\n"));  // As it was.
  REQUIRE(SetOwnerRule(paths, hub, "acme", "b").ok());
  CHECK(files.Read("git_credential_hf") ==
        "[https://huggingface.co/acme]\ntoken = b\n\n");
  CHECK_FALSE(ClearOwnerRule(paths, hub, "acme/model").value());
  CHECK(ClearOwnerRule(paths, hub, "Acme").value());
  CHECK_FALSE(ClearOwnerRule(paths, hub, "acme").value());
  CHECK(ReadOwnerRules(paths).value().empty());
}

}  // namespace
}  // namespace hf
