// SPDX-License-Identifier: Apache-2.0
// What real git reads in its configuration, and which URLs a key is for.
#include "src/account/git/config.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <string>
#include <vector>

#include "src/account/git/credential_config.h"
#include "tests/unit/scratch.h"

namespace hf {
namespace {

/// A user whose home is a scratch folder, and their git.
struct AtHome {
  Scratch home;
  const Variables variables{{"PATH=/usr/bin:/bin", "HOME=" + home.Path(""),
                             "GIT_CONFIG_NOSYSTEM=1", "GIT_DIR=/nonexistent"}};
  const Git git = Git::Find(variables.Get()).value();
};

using Entries = std::vector<ConfigEntry>;

TEST_CASE_FIXTURE(AtHome, "settings of a file have git's order and spelling") {
  home.Give("config",
            "[User]\n\tName = Ada\n[credential \"https://HF.co\"]\n"
            "\thelper = \n\tHelper = \"a b\"\n\tuseHttpPath\n");
  const Result<Entries> entries = EntriesInFile(git, home.Path("config"));
  REQUIRE(entries.ok());
  CHECK(entries.value() ==
        Entries{{"user.name", "Ada"},
                {"credential.https://HF.co.helper", ""},
                {"credential.https://HF.co.helper", "a b"},
                {"credential.https://HF.co.usehttppath", ""}});
}

TEST_CASE_FIXTURE(AtHome,
                  "includes of a file are read, those of a text are not") {
  home.Give("more", "[user]\n\tname = Bob\n");
  const std::string text = "[include]\n\tpath = " + home.Path("more") + "\n";
  home.Give("config", text);
  const Result<Entries> file = EntriesInFile(git, home.Path("config"));
  REQUIRE(file.ok());
  CHECK(file.value() ==
        Entries{{"include.path", home.Path("more")}, {"user.name", "Bob"}});
  const Result<Entries> alone = EntriesInText(git, text, home.Path("config"));
  REQUIRE(alone.ok());
  CHECK(alone.value() == Entries{{"include.path", home.Path("more")}});
}

TEST_CASE_FIXTURE(
    AtHome, "the user's other files do not change what is read from a file") {
  home.Give(".gitconfig", "this is no configuration\n");
  home.Give("config", "[user]\n\tname = Ada\n");
  const Result<Entries> entries = EntriesInFile(git, home.Path("config"));
  REQUIRE(entries.ok());
  CHECK(entries.value() == Entries{{"user.name", "Ada"}});
  const Result<Entries> everywhere = AllConfigEntries(git);
  REQUIRE_FALSE(everywhere.ok());
  CHECK(everywhere.error().problem == Problem::kCorrupt);
}

TEST_CASE_FIXTURE(AtHome,
                  "the error for a file that git cannot read names it") {
  home.Give("config", "[user\n");
  const std::string path = home.Path("config");
  for (const Result<Entries>& entries :
       {EntriesInFile(git, path), EntriesInText(git, "[user\n", path),
        EntriesInFile(git, home.Path("missing"))}) {
    REQUIRE_FALSE(entries.ok());
    CHECK(entries.error().problem == Problem::kCorrupt);
    CHECK(entries.error().message.find(home.Path("")) != std::string::npos);
  }
}

TEST_CASE_FIXTURE(AtHome, "a setting from any source names its file") {
  home.Give(".gitconfig", "[credential]\n\thelper = store\n");
  const Result<Entries> entries = AllConfigEntries(git);
  REQUIRE(entries.ok());
  REQUIRE(entries.value().size() == 1);
  const ConfigEntry& entry = entries.value()[0];
  CHECK(entry.key == "credential.helper");
  CHECK(entry.value == "store");
  CHECK(entry.origin == "file:" + home.Path("/.gitconfig"));
}

TEST_CASE_FIXTURE(AtHome,
                  "settings of a repository count only in its directory") {
  REQUIRE(git.Run({"init", "--quiet", home.Path("r")}).value().status == 0);
  home.Give("r/.git/config", "[user]\n\tname = Eve\n");
  const Result<Entries> there = AllConfigEntries(git, home.Path("r"));
  REQUIRE(there.ok());
  CHECK(there.value().back().value == "Eve");
  const Result<Entries> elsewhere = AllConfigEntries(git);
  REQUIRE(elsewhere.ok());
  CHECK(elsewhere.value().empty());
}

TEST_CASE("a credential key is split at its last dot") {
  struct Row {
    const char *key, *pattern, *name;
  };
  const Row kRows[] = {
      {"credential.helper", "", "helper"},
      {"credential.https://hf.co.helper", "https://hf.co", "helper"},
      {"credential.https://hf.co/a.b.usehttppath", "https://hf.co/a.b",
       "usehttppath"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.key);
    const auto key = CredentialKey::Of(row.key);
    REQUIRE(key);
    CHECK(key->pattern == row.pattern);
    CHECK(key->name == row.name);
  }
  for (const char* other : {"user.name", "credentials.helper", "credential",
                            "xcredential.helper"}) {
    CAPTURE(other);
    CHECK_FALSE(CredentialKey::Of(other));
  }
}

/// Asks `git config --get-urlmatch`, which applies git's own rule.
bool GitApplies(const AtHome& user, const std::string& pattern,
                const std::string& url) {
  user.home.Give(".gitconfig", "");
  REQUIRE(
      user.git
          .Run({"config", "--global", "credential." + pattern + ".x", "here"})
          .value()
          .status == 0);
  return user.git.Run({"config", "--get-urlmatch", "credential.x", url})
             .value()
             .status == 0;
}

TEST_CASE_FIXTURE(AtHome,
                  "a pattern applies to a URL exactly where git says so") {
  const char* const kPatterns[] = {
      "https://hf.co",     "https://HF.CO",      "https://hf.co/",
      "https://hf.co:443", "https://hf.co:444",  "http://hf.co",
      "https://*.co",      "https://*.*",        "https://*",
      "https://*.hf.co",   "https://hf.co/acme", "https://hf.co/ac",
      "https://hf.com",    "https://xhf.co"};
  const char* const kUrls[] = {"https://hf.co", "https://hf.co/acme/model",
                               "https://hub.hf.co", "http://hf.co/acme",
                               "https://hf.co:444/acme"};
  int applied = 0;
  for (const std::string pattern : kPatterns) {
    for (const std::string url : kUrls) {
      CAPTURE(pattern);
      CAPTURE(url);
      const std::string name = "credential." + pattern + ".x";
      const auto key = CredentialKey::Of(name);
      REQUIRE(key);
      const bool applies = GitApplies(*this, pattern, url);
      CHECK(key->AppliesTo(url) == applies);
      applied += applies;
    }
  }
  CHECK(applied > 10);  // The table must have enough matches.
}

TEST_CASE("a key for a path of a host concerns the whole host") {
  const auto key = CredentialKey::Of("credential.https://hf.co/acme.helper");
  REQUIRE(key);
  CHECK(key->ConcernsHostOf("https://hf.co/bob/model"));
  CHECK_FALSE(key->AppliesTo("https://hf.co/bob/model"));
  CHECK_FALSE(key->ConcernsHostOf("https://hub.hf.co/acme"));
}

TEST_CASE("a key without a pattern concerns every URL") {
  const auto key = CredentialKey::Of("credential.helper");
  REQUIRE(key);
  CHECK(key->ConcernsHostOf("https://example.com"));
  CHECK(key->AppliesTo("http://localhost:8080/x"));
}

}  // namespace
}  // namespace hf
