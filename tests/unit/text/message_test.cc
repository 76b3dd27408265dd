// SPDX-License-Identifier: Apache-2.0
// Text that users see.
#include "src/text/message.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "src/store/token_store.h"
#include "src/text/utf8.h"

namespace hf {
namespace {

using namespace std::string_view_literals;

TEST_CASE("a message escapes what a terminal obeys or hides") {
  struct Row {
    std::string_view text, shown;
  };
  const Row kRows[] = {
      {"laptop", "laptop"},
      {"t\xc3\xb6k\xc3\xa9n \xf0\x9f\xa4\x97",
       "t\xc3\xb6k\xc3\xa9n \xf0\x9f\xa4\x97"},
      {"\x1b]0;x\x07", "\\x1b]0;x\\x07"},              // a window title
      {"\x1b]52;c;eA==\x07", "\\x1b]52;c;eA==\\x07"},  // the clipboard
      {"\x1b[2J\r\n\x7f", "\\x1b[2J\\x0d\\x0a\\x7f"},
      {"\xc2\x9b", "\\u{9b}"},  // CSI in one character
      {"a\xe2\x80\xae"
       "b",
       "a\\u{202e}b"},                // right to left
      {"\xe2\x80\x8b", "\\u{200b}"},  // no width
      {"\xef\xbb\xbf", "\\u{feff}"},
      {"\xf3\xa0\x80\x81", "\\u{e0001}"},  // tags
      {"a\0b"sv, "a\\x00b"},
      {"\xff\xfe", "\\xff\\xfe"},           // not UTF-8
      {"\xed\xa0\x80", "\\xed\\xa0\\x80"},  // a surrogate
      {"a\xe2\x82", "a\\xe2\\x82"},         // cut off
  };
  for (const Row& row : kRows) {
    CAPTURE(row.shown);
    CHECK(EscapeForTerminal(row.text) == row.shown);
  }
}

TEST_CASE("an error prints its message and its hint") {
  const auto shown = [](const Error& error) {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    const int before = dup(STDERR_FILENO);
    dup2(ends[1], STDERR_FILENO);
    close(ends[1]);
    PrintError(error);
    dup2(before, STDERR_FILENO);
    close(before);
    char text[256];
    const ssize_t size = read(ends[0], text, sizeof text);
    close(ends[0]);
    return std::string(text, static_cast<std::size_t>(size));
  };
  CHECK(shown({Problem::kRefused, "no\x1b"}) == "git-credential-hf: no\\x1b\n");
}

TEST_CASE("each problem has its own exit status") {
  CHECK(ExitStatus(Problem::kUsage) == 2);
  CHECK(ExitStatus(Problem::kNoSuchToken) == 3);
  CHECK(ExitStatus(Problem::kUnreachable) == 4);
  for (const Problem problem :
       {Problem::kRefused, Problem::kUnavailable, Problem::kCorrupt}) {
    CHECK(ExitStatus(problem) == 1);
  }
}

TEST_CASE("words are joined by commas") {
  CHECK(JoinWords({}).empty());
  CHECK(JoinWords({"a"}) == "a");
  CHECK(JoinWords({"a", "b", "c"}) == "a, b, c");
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

}  // namespace
}  // namespace hf
