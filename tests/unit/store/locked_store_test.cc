// SPDX-License-Identifier: Apache-2.0
// Writing: the exact bytes, what is kept, and what is refused.
#include "src/store/locked_store.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "src/store/active_token.h"
#include "src/store/store_paths.h"
#include "src/store/token_store.h"
#include "tests/unit/scratch.h"

namespace hf {
namespace {

using namespace std::string_literals;

Result<void> Add(const Scratch& files, const std::string& name,
                 const std::string& key, const std::string& value) {
  return UpdateStore(files.Store(), [&](std::vector<IniSection>& sections) {
    for (const IniSection& section : sections) {
      if (section.name == std::string_view(name)) return false;
    }
    IniSection& added = sections.emplace_back();
    added.name = name;
    added.options.emplace_back(key, value);
    return true;
  });
}

Result<void> Activate(const StorePaths& paths, std::string_view token) {
  Result<LockedStore> store = LockedStore::Acquire(paths);
  if (!store.ok()) return store.error();
  return WriteActiveToken(store.value(), token);
}

TEST_CASE("an edit that fails writes nothing") {
  const Scratch files;
  const std::string store = "[a]\nhf_token = hf_a\n\n";
  files.Give("stored_tokens", store);
  const Result<void> done = UpdateStore(
      files.Store(), [](std::vector<IniSection>& sections) -> Result<bool> {
        sections.clear();
        return Error{Problem::kRefused, "not this one"};
      });
  REQUIRE_FALSE(done.ok());
  CHECK(done.error().message == "not this one");
  CHECK(files.Read("stored_tokens") == store);
  CHECK(files.Names() == std::vector<std::string>{"stored_tokens"});
}

struct WriteRow {
  std::string name, value;
  std::string written;  // Empty: refused.
};

TEST_CASE("the store writes the bytes of hub-contract §7, or refuses") {
  const WriteRow kRows[] = {
      {"a", "hf_1", "[a]\nhf_token = hf_1\n\n"},    // W01
      {"a", "", "[a]\nhf_token = \n\n"},            // W05
      {"a", "x\ny", "[a]\nhf_token = x\n\ty\n\n"},  // W06
      {"a", "x\n", ""},                         // W07: would lose the line end
      {"a", "x\ry", ""},                        // W08: would break the file
      {"a", "  x  ", ""},                       // W09: would lose the blanks
      {"a]b", "x", "[a]b]\nhf_token = x\n\n"},  // W10
      {"a\nb", "x", ""},                        // W11: would forge a line
      {"a\rb", "x", ""},                        // the same to Python
      {"x]\nhf_token = hf_EVIL\n[y", "x", ""},
      {"DEFAULT", "x", ""},                   // W12
      {"a", "#x", "[a]\nhf_token = #x\n\n"},  // W16
      {"a", "x\n#y\nz", ""},                  // W17: would lose a line
      {"a", "x\n\ny", "[a]\nhf_token = x\n\t\n\ty\n\n"},  // W18
      {"a", "50%", "[a]\nhf_token = 50%\n\n"},            // W19
      {" a ", "x", "[ a ]\nhf_token = x\n\n"},            // W20
      {"#x", "x", "[#x]\nhf_token = x\n\n"},              // W21
      {"", "x", ""},                                      // W22
      {";a", "x", "[;a]\nhf_token = x\n\n"},
      {"[a", "x", "[[a]\nhf_token = x\n\n"},
      {"100%(x)s", "x", "[100%(x)s]\nhf_token = x\n\n"},
      {"t\xc3\xb6k\xc3\xa9n \xf0\x9f\xa4\x97", "x",
       "[t\xc3\xb6k\xc3\xa9n \xf0\x9f\xa4\x97]\nhf_token = x\n\n"},
      {"\xc2\x85", "x", "[\xc2\x85]\nhf_token = x\n\n"},
      {"\xe2\x80\xa8", "x", "[\xe2\x80\xa8]\nhf_token = x\n\n"},
      {"\f", "x", "[\f]\nhf_token = x\n\n"},
      {"\xed\xa0\x80", "x", ""},  // a lone surrogate
      {"\xff", "x", ""},          // no text at all
  };
  const std::string before = "[zz]\nhf_token = hf_zz\n\n";
  for (const WriteRow& row : kRows) {
    CAPTURE(row.name);
    CAPTURE(row.value);
    const Scratch files;
    files.Give("stored_tokens", before);
    const Result<void> added = Add(files, row.name, "hf_token", row.value);
    REQUIRE(added.ok() == !row.written.empty());
    const std::string after = files.Read("stored_tokens");
    if (!added.ok()) {
      CHECK(added.error().problem == Problem::kRefused);
      CHECK(after == before);
    } else if (row.name < "zz") {
      CHECK(after == row.written + before);
    } else {
      CHECK(after == before + row.written);
    }
  }
}

TEST_CASE("sections are sorted by code point") {  // W03
  const Scratch files;
  for (const char* name : {"b", "A", "a", "\xc3\xa9", "Z", "10", "9", "_"}) {
    REQUIRE(Add(files, name, "k", "v").ok());
  }
  std::string expected;
  for (const char* name : {"10", "9", "A", "Z", "_", "a", "b", "\xc3\xa9"}) {
    expected += "["s + name + "]\nk = v\n\n";
  }
  CHECK(files.Read("stored_tokens") == expected);
}

TEST_CASE("the store keeps keys and sections that it does not know") {
  const Scratch files;
  files.Give("stored_tokens",
             "# a comment\n[DEFAULT]\nplan = pro\n[oauth-u]\nHF_Token: t\n"
             "refresh_token = r\nexpires_at = 1752192000\nfuture = 1\n\t2\n"
             "[empty]\n[ caf\xc3\xa9 ]\nhf_token=x # not a comment\n");
  REQUIRE(Add(files, "new", "hf_token", "hf_new").ok());
  CHECK(files.Read("stored_tokens") ==
        "[ caf\xc3\xa9 ]\nplan = pro\nhf_token = x # not a comment\n\n"
        "[empty]\nplan = pro\n\n"
        "[new]\nhf_token = hf_new\n\n"
        "[oauth-u]\nplan = pro\nhf_token = t\nrefresh_token = r\n"
        "expires_at = 1752192000\nfuture = 1\n\t2\n\n");
}

TEST_CASE("a store that does not parse is never replaced") {
  for (const std::string& broken :
       {"nonsense\n"s, "[a]\nhf_token\n"s, "[a]\n[a]\n"s, "\xef\xbb\xbf[a]\n"s,
        "[a\xff]\n"s, "{\"tokens\":{}}"s, "[a]\nk = 1\nk = 2\n"s}) {
    const Scratch files;
    files.Give("stored_tokens", broken);
    const Result<void> added = Add(files, "new", "hf_token", "hf_new");
    REQUIRE_FALSE(added.ok());
    CHECK(added.error().problem == Problem::kCorrupt);
    CHECK(files.Read("stored_tokens") == broken);
    CHECK(files.Names() == std::vector<std::string>{"stored_tokens"});
  }
}

TEST_CASE("a write replaces a readable file by a private one") {
  const Scratch files;
  files.Give("stored_tokens", "[a]\nhf_token = hf_a\n\n");
  REQUIRE(chmod(files.Path("stored_tokens").c_str(), 0666) == 0);
  struct stat before, after;
  REQUIRE(stat(files.Path("stored_tokens").c_str(), &before) == 0);
  REQUIRE(Add(files, "b", "hf_token", "hf_b").ok());
  REQUIRE(stat(files.Path("stored_tokens").c_str(), &after) == 0);
  CHECK((after.st_mode & 0777) == 0600);
  CHECK(after.st_ino != before.st_ino);
}

TEST_CASE("the store writes nothing where other users can write") {
  const Scratch files;
  files.Give("stored_tokens", "[a]\nhf_token = hf_a\n\n");
  const std::string directory = files.Path("");
  REQUIRE(chmod(directory.c_str(), 0777) == 0);
  CHECK_FALSE(Add(files, "b", "hf_token", "hf_b").ok());
  CHECK_FALSE(Activate(files.Store(), "hf_b").ok());
  CHECK(files.Names() == std::vector<std::string>{"stored_tokens"});
  REQUIRE(chmod(directory.c_str(), 01777) == 0);  // Sticky, and of this user.
  CHECK(Add(files, "b", "hf_token", "hf_b").ok());
}

TEST_CASE("a link stays, and the file that it names is replaced") {
  const Scratch files;
  files.Give("real", "[a]\nhf_token = hf_a\n\n");
  REQUIRE(symlink("real", files.Path("stored_tokens").c_str()) == 0);
  REQUIRE(Add(files, "b", "hf_token", "hf_b").ok());
  CHECK(files.Read("real") ==
        "[a]\nhf_token = hf_a\n\n[b]\nhf_token = hf_b\n\n");
  struct stat facts;
  REQUIRE(lstat(files.Path("stored_tokens").c_str(), &facts) == 0);
  CHECK(S_ISLNK(facts.st_mode));
}

TEST_CASE("a file with another hard link is not replaced") {
  const Scratch files;
  files.Give("token", "hf_old");
  REQUIRE(link(files.Path("token").c_str(), files.Path("copy").c_str()) == 0);
  const Result<void> written = Activate(files.Store(), "hf_new");
  REQUIRE_FALSE(written.ok());
  CHECK(written.error().message.find("hard link") != std::string::npos);
  CHECK(files.Read("token") == "hf_old");
}

TEST_CASE("the next write removes what a killed writer left") {
  const Scratch files;
  files.Give(".stored_tokens.hf-0123456789abcdef", "half");
  files.Give(".stored_tokens.hf-other", "not ours");
  REQUIRE(Add(files, "a", "hf_token", "hf_a").ok());
  CHECK(files.Names() ==
        std::vector<std::string>{".stored_tokens.hf-other", "stored_tokens"});
}

TEST_CASE("removing the last token removes the file") {
  const Scratch files;
  files.Give("stored_tokens", "[a]\nhf_token = hf_a\n\n");
  const auto clear = [](std::vector<IniSection>& sections) {
    const bool any = !sections.empty();
    sections.clear();
    return any;
  };
  REQUIRE(UpdateStore(files.Store(), clear).ok());
  CHECK(files.Read("stored_tokens") == "(none)");
}

TEST_CASE("an edit that changes nothing writes nothing") {
  const Scratch files;
  files.Give("stored_tokens", "[a] # kept as it is\nhf_token=hf_a\n");
  REQUIRE(Add(files, "a", "hf_token", "hf_b").ok());
  CHECK(files.Read("stored_tokens") == "[a] # kept as it is\nhf_token=hf_a\n");
}

TEST_CASE("an edit that another writer keeps undoing is an error") {
  const Scratch files;
  int rounds = 0;
  // As if the section were missing at each check.
  const auto undone = [&](std::vector<IniSection>& sections) {
    ++rounds;
    sections.clear();
    sections.emplace_back().name = "a";
    return true;
  };
  const Result<void> updated = UpdateStore(files.Store(), undone);
  REQUIRE_FALSE(updated.ok());
  CHECK(updated.error().problem == Problem::kUnavailable);
  CHECK(rounds > 1);
  REQUIRE(Add(files, "b", "hf_token", "hf_b").ok());
}

TEST_CASE("a directory is made private, with its parents") {
  const Scratch files;
  const StorePaths paths{files.Path("x/y/token"),
                         files.Path("x/y/stored_tokens"),
                         files.Path("x/y/git_credential_hf")};
  REQUIRE(Activate(paths, "hf_a").ok());
  struct stat facts;
  REQUIRE(stat(files.Path("x/y").c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777) == 0700);
  CHECK(files.Read("x/y/token") == "hf_a");
}

TEST_CASE("the store does not grow beyond the size that is read") {
  const Scratch files;
  const std::string big(400'000, 'x');
  REQUIRE(Add(files, "a", "k", big).ok());
  REQUIRE(Add(files, "b", "k", big).ok());
  CHECK_FALSE(Add(files, "c", "k", big).ok());
  CHECK(TokenStore::Read(files.Path("stored_tokens")).value().size() == 2);
}

TEST_CASE("a file that must not be replaced stops a change at its start") {
  for (const std::string name :
       {"token", "stored_tokens", "git_credential_hf"}) {
    for (const bool through_link : {false, true}) {
      CAPTURE(name);
      CAPTURE(through_link);
      const Scratch files;
      const std::string real = through_link ? "real" : name;
      files.Give(real, "[a]\nhf_token = hf_a\n\n");
      if (through_link) {
        REQUIRE(symlink("real", files.Path(name).c_str()) == 0);
      }
      REQUIRE(link(files.Path(real).c_str(), files.Path("other").c_str()) == 0);
      const auto before = files.Names();
      const Result<void> added = Add(files, "new", "k", "x");
      REQUIRE_FALSE(added.ok());
      CHECK(added.error().problem == Problem::kRefused);
      CHECK(added.error().message.find("hard link") != std::string::npos);
      CHECK(files.Names() == before);
    }
  }
}

TEST_CASE("a write removes what a killed writer left at a linked file") {
  const std::string aside = ".hf-0123456789abcdef";
  for (const std::string name :
       {"token", "stored_tokens", "git_credential_hf"}) {
    CAPTURE(name);
    const Scratch files;
    REQUIRE(mkdir(files.Path("far").c_str(), 0700) == 0);
    files.Give("far/real", "[a]\nhf_token = hf_a\n\n");
    REQUIRE(symlink("far/real", files.Path(name).c_str()) == 0);
    files.Give("far/.real" + aside, "half");
    files.Give("far/.other" + aside, "of another file");
    files.Give("far/.real.hf-0123456789abcdeX", "another name");
    REQUIRE(Add(files, "new", "k", "x").ok());
    CHECK(files.Read("far/.real" + aside) == "(none)");
    CHECK(files.Read("far/.other" + aside) == "of another file");
    CHECK(files.Read("far/.real.hf-0123456789abcdeX") == "another name");
  }
}

}  // namespace
}  // namespace hf
