// SPDX-License-Identifier: Apache-2.0
#include "src/store/git_tokens.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "src/store/locked_store.h"
#include "src/store/token_store.h"
#include "tests/unit/scratch.h"

namespace hf {
namespace {

/// \a name holds \a bytes of a token that git stored, the \a order -th.
std::string TokenOfGit(const std::string& name, std::size_t bytes, int order) {
  return "[" + name + "]\nhf_token = " + std::string(bytes, 't') +
         "\nsource = git\n" +
         (order ? "stored_order = " + std::to_string(order) + "\n" : "") + "\n";
}

Result<void> AddTokenOfUser(const Scratch& files, std::size_t bytes) {
  return UpdateStore(files.Store(), [&](std::vector<IniSection>& sections) {
    if (FindSection(sections, "new")) return false;
    SectionCalled(sections, "new").Set("k", std::string(bytes, 'x'));
    return true;
  });
}

TEST_CASE("a token that git stores gets a name without a secret") {
  const auto none = [](const std::string&) { return false; };
  const auto git = [](const std::string& name) { return name == "git"; };
  CHECK(NameForGitToken("alice", none) == "alice");
  for (const char* username :
       {"", "hf_user", "hf_aTokenInTheUrlForTests000000001", "a]b"}) {
    CAPTURE(username);
    CHECK(NameForGitToken(username, none) == "git");
    CHECK(NameForGitToken(username, git) == "git-2");
  }
}

TEST_CASE("a save of the user removes tokens of git if it needs room") {
  const Scratch files;
  const std::string of_user = "[p]\nk = " + std::string(600'000, 'p') + "\n\n";
  const std::string oldest = TokenOfGit("z", 100'000, 0);
  const std::string middle = TokenOfGit("b", 100'000, 9);
  const std::string newest = TokenOfGit("a", 100'000, 10);
  files.Give("stored_tokens", newest + middle + of_user + oldest);
  const auto has = [&](const std::string& section) {
    return files.Read("stored_tokens").find(section) != std::string::npos;
  };
  SUBCASE("it removes the oldest first") {
    REQUIRE(AddTokenOfUser(files, 200'000).ok());
    CHECK_FALSE(has(oldest));
    CHECK(has(middle));
  }
  SUBCASE("it removes as many as it needs") {
    REQUIRE(AddTokenOfUser(files, 300'000).ok());
    CHECK_FALSE(has(oldest));
    CHECK_FALSE(has(middle));
    CHECK(has(newest));
  }
  SUBCASE("it removes none if there is not enough room") {
    const std::string before = files.Read("stored_tokens");
    CHECK_FALSE(AddTokenOfUser(files, 500'000).ok());
    CHECK(files.Read("stored_tokens") == before);
  }
  CHECK(has(of_user));
}

}  // namespace
}  // namespace hf
