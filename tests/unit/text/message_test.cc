// SPDX-License-Identifier: Apache-2.0
// Text that users see, and text that Python has written.
#include "src/text/message.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "src/text/shell_word.h"
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

TEST_CASE("a command to copy quotes its words, or is empty") {
  CHECK(CommandToCopy("rm", {"/a/b", "x"}) == "rm /a/b x");
  CHECK(CommandToCopy("rm", {"it's; $(id)"}) == "rm 'it'\\''s; $(id)'");
  CHECK(CommandToCopy("rm", {""}) == "rm ''");
  CHECK(CommandToCopy("rm", {"~/a"}) == "rm '~/a'");
  CHECK(CommandToCopy("rm", {"a*"}) == "rm 'a*'");
  for (const std::string_view word :
       {"-rf", "a\nb", "a\rb", "a\x1b[2J", "a\u202e", "\xff", "\x7f"}) {
    CHECK(CommandToCopy("rm", {"a", word}).empty());
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

TEST_CASE("a text is UTF-8 if Python's strict decoder accepts it") {
  for (std::string_view text :
       {""sv, "a"sv, "\xc2\x80"sv, "\xe0\xa0\x80"sv, "\xed\x9f\xbf"sv,
        "\xee\x80\x80"sv, "\xf0\x90\x80\x80"sv, "\xf4\x8f\xbf\xbf"sv, "\0"sv}) {
    CHECK(IsUtf8(text));
  }
  for (std::string_view text :
       {"\x80"sv, "\xc0\xaf"sv, "\xc1\xbf"sv, "\xc3"sv, "\xe0\x9f\xbf"sv,
        "\xed\xa0\x80"sv, "\xf0\x8f\xbf\xbf"sv, "\xf4\x90\x80\x80"sv,
        "\xf5\x80\x80\x80"sv, "\xff"sv, "\xe2\x82"sv, "\xf0\x90\x80"sv}) {
    CHECK_FALSE(IsUtf8(text));
    // At each position in text that is read in blocks.
    for (std::size_t before : {1u, 31u, 32u, 33u, 64u}) {
      const std::string padded =
          std::string(before, 'x') + std::string(text) + std::string(40, 'x');
      CHECK_FALSE(IsUtf8(padded));
    }
  }
}

}  // namespace
}  // namespace hf
