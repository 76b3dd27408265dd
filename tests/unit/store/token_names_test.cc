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

}  // namespace
}  // namespace hf
