// SPDX-License-Identifier: Apache-2.0
// Names and sizes: which names of the Hub, git and users are stored.
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <vector>

#include "src/store/locked_store.h"
#include "src/store/token_store.h"
#include "src/text/message.h"
#include "src/text/utf8.h"
#include "tests/unit/scratch.h"

namespace hf {
namespace {

using namespace std::string_literals;

TEST_CASE("users may choose more names than git or the Hub") {
  struct Row {
    std::string name;
    bool storable, plain;
  };
  const Row kRows[] = {
      {"laptop", true, true},
      {" a ", true, true},
      {"t\xc3\xb6k\xc3\xa9n \xf0\x9f\xa4\x97", true, true},
      {"[a", true, true},
      {std::string(256, 'n'), true, true},
      {std::string(257, 'n'), false, false},
      {"", false, false},
      {"DEFAULT", false, false},
      {"a]b", false, false},
      {"a\nb", false, false},
      {"a\rb", false, false},
      {"a\0b"s, false, false},
      {"\xff", false, false},
      {"\x1b[2J", true, false},
      {"a\tb", true, false},
      {"\x7f", true, false},
      {"\xc2\x85", true, false},  // U+0085, a line end to some
      {"\xc2\x9b", true, false},  // CSI in one character
      {"\xc2\xa0", true, true},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.name);
    CHECK(IsStorableName(row.name) == row.storable);
    CHECK(IsPlainName(row.name) == row.plain);
  }
}

TEST_CASE("a numbered name keeps the maximum length") {
  CHECK(NumberedName("laptop", 1) == "laptop");
  CHECK(NumberedName("laptop", 2) == "laptop-2");
  CHECK(NumberedName(std::string(256, 'n'), 1) == std::string(256, 'n'));
  CHECK(NumberedName(std::string(256, 'n'), 12) ==
        std::string(253, 'n') + "-12");
  const std::string wide = std::string(253, 'n') + "\xc3\xa9";
  CHECK(NumberedName(wide, 10) == std::string(253, 'n') + "-10");
  CHECK(IsPlainName(NumberedName(wide, 2)));
}

TEST_CASE("a long word is cut and is then not a name") {
  CHECK(Shortened("") == "");
  CHECK(Shortened("alice") == "alice");
  CHECK(Shortened(std::string(256, 'a')) == std::string(256, 'a'));
  std::string wide;
  for (int count = 0; count < 300; ++count) wide += "\xf0\x9f\xa4\x97";
  for (const std::string& text : {std::string(257, 'a'), wide, "a" + wide}) {
    const std::string cut = Shortened(text);
    CHECK(cut.size() < 256 + 8);
    CHECK(IsUtf8(cut));
    CHECK(cut.starts_with(text.substr(0, 252)));
    CHECK_FALSE(IsStorableName(cut));
  }
}

TEST_CASE("JSON escapes what a terminal obeys or hides") {
  struct Row {
    std::string json, visible;
  };
  const Row kRows[] = {
      {R"({"a": "b"})", R"({"a": "b"})"},
      {"{\n    \"a\": 1\n}", "{\n    \"a\": 1\n}"},
      {R"("\u001b[2J")", R"("\u001b[2J")"},  // What is escaped stays so.
      {"\"t\xc3\xb6k\xc3\xa9n \xf0\x9f\xa4\x97\"",
       "\"t\xc3\xb6k\xc3\xa9n \xf0\x9f\xa4\x97\""},
      {"\"\x7f\"", R"("\u007f")"},
      {"\"\xc2\x9b\"", R"("\u009b")"},
      {"\"\xe2\x80\xae\"", R"("\u202e")"},
      {"\"\xe2\x80\x8b\"", R"("\u200b")"},
      {"\"\xef\xbb\xbf\"", R"("\ufeff")"},
      {"\"\xf3\xa0\x80\x81\"", R"("\udb40\udc01")"},
      {"\"\xf0\x91\x82\xbd\"", R"("\ud804\udcbd")"},
      {"\"\xf4\x8f\xbf\xbf\"", R"("\udbff\udfff")"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.visible);
    CHECK(EscapeInJson(row.json) == std::string_view(row.visible));
  }
}

TEST_CASE("an account of more than one line is ignored") {
  IniSection section;
  section.name = "a";
  for (const std::string& bad : {"al\0ice"s, "al\nice"s, "al\rice"s}) {
    section.Set(kUserKey, bad);
    section.Set(kUsernameKey, bad);
    const StoredToken token = TokenOf(section);
    CHECK_FALSE(token.user);
    CHECK_FALSE(token.username);
    CHECK(token.StoredUsername() == "a");
  }
  section.Set(kUserKey, "alice");
  CHECK(TokenOf(section).user == "alice");
}

TEST_CASE("the store keeps any name that Python stored") {
  for (const std::string name : {"t\xc3\xb6k\xc3\xa9n", "\xc2\x85", "a\fb",
                                 "[a", "a]b", "\x1b[2J", "a\x7f"}) {
    CAPTURE(name);
    const Scratch files;
    const std::string kept = "[" + name + "]\nhf_token = hf_a\n\n";
    files.Give("stored_tokens", kept);
    REQUIRE(UpdateStore(files.Store(), [](std::vector<IniSection>& sections) {
              if (FindSection(sections, "~")) return false;
              SectionCalled(sections, "~").Set(kTokenKey, "hf_b");
              return true;
            }).ok());
    const std::string after = files.Read("stored_tokens");
    CHECK(after.find(kept) != after.npos);
    const auto store = TokenStore::Read(files.Path("stored_tokens"));
    REQUIRE(store.ok());
    CHECK(store.value().Find(name));
  }
}

/// \a name holds \a bytes of a token that git stored, the \a order -th.
std::string Gits(const std::string& name, std::size_t bytes, int order) {
  return "[" + name + "]\nhf_token = " + std::string(bytes, 't') +
         "\nsource = git\n" +
         (order ? "stored_order = " + std::to_string(order) + "\n" : "") + "\n";
}

Result<void> AddPersons(const Scratch& files, std::size_t bytes) {
  return UpdateStore(files.Store(), [&](std::vector<IniSection>& sections) {
    if (FindSection(sections, "new")) return false;
    SectionCalled(sections, "new").Set("k", std::string(bytes, 'x'));
    return true;
  });
}

TEST_CASE("a save of the user removes tokens of git if it needs room") {
  const Scratch files;
  const std::string of_user = "[p]\nk = " + std::string(600'000, 'p') + "\n\n";
  const std::string oldest = Gits("z", 100'000, 0);
  const std::string middle = Gits("b", 100'000, 9);
  const std::string newest = Gits("a", 100'000, 10);
  files.Give("stored_tokens", newest + middle + of_user + oldest);
  const auto has = [&](const std::string& section) {
    return files.Read("stored_tokens").find(section) != std::string::npos;
  };
  SUBCASE("it removes the oldest first") {
    REQUIRE(AddPersons(files, 200'000).ok());
    CHECK_FALSE(has(oldest));
    CHECK(has(middle));
  }
  SUBCASE("it removes as many as it needs") {
    REQUIRE(AddPersons(files, 300'000).ok());
    CHECK_FALSE(has(oldest));
    CHECK_FALSE(has(middle));
    CHECK(has(newest));
  }
  SUBCASE("it removes none if there is not enough room") {
    const std::string before = files.Read("stored_tokens");
    CHECK_FALSE(AddPersons(files, 500'000).ok());
    CHECK(files.Read("stored_tokens") == before);
  }
  CHECK(has(of_user));
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
      const Result<void> added = AddPersons(files, 1);
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
    REQUIRE(AddPersons(files, 1).ok());
    CHECK(files.Read("far/.real" + aside) == "(none)");
    CHECK(files.Read("far/.other" + aside) == "of another file");
    CHECK(files.Read("far/.real.hf-0123456789abcdeX") == "another name");
  }
}

}  // namespace
}  // namespace hf
