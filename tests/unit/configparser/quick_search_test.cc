// SPDX-License-Identifier: Apache-2.0
// The quick search against the reader of the whole text.
#include "src/configparser/quick_search.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>

#include "src/configparser/ini.h"

namespace hf {
namespace {

using namespace std::string_view_literals;

/// What the quick search finds in \a text, given in pieces of \a size bytes;
/// nothing when it does not take all of it.
std::optional<std::string> Search(std::string_view text, std::string_view words,
                                  std::size_t size) {
  QuickSearch search(words);
  for (std::size_t held = 0; !text.empty();) {
    held = std::min(held + size, text.size());
    const auto taken = search.Read(text.substr(0, held));
    if (!taken || (*taken == 0 && held == text.size())) return std::nullopt;
    text.remove_prefix(*taken);
    held -= *taken;
  }
  return std::string(search.found());
}

/// The sections of \a text with \a words, by the reader of the whole text;
/// nothing when it finds an error.
std::optional<std::string> ReadAll(const std::string& text,
                                   std::string_view words) {
  const auto parsed = ParseIni(SecretString(text));
  const Ini* ini = std::get_if<Ini>(&parsed);
  if (!ini) return std::nullopt;
  std::string found;
  for (const std::size_t index : ini->Mentioning(words)) {
    found += SerializeIni({ini->Section(index)});
  }
  return found;
}

TEST_CASE("a quick search finds every section that contains the words") {
  const std::string text =
      "[a]\nhf_token = hf_1234567\n\n"
      "[b hf_1234567]\nhf_token = other\nuser = alice\n\n"
      "[c]\nhf_token = hf_2234567\n\n"
      "[d]\n\n"
      "[e]\nhf_token = xhf_1234567x\nprevious_token = \n\n"
      "[f]\nuser = bob\nprevious_token = hf_1234567\n\n";
  for (std::size_t size = 1; size <= text.size(); ++size) {
    CAPTURE(size);
    const auto found = Search(text, "hf_1234567", size);
    REQUIRE(found);
    CHECK(*found == *ReadAll(text, "hf_1234567"));
    CHECK(found->find("[c]") == found->npos);
    CHECK(found->find("[f]") != found->npos);
  }
}

TEST_CASE("a quick search leaves every other form to the reader") {
  const std::string_view kTexts[] = {
      "[b]\nt = 1\n\n[a]\nt = 1\n\n",     // not in order
      "[a]\nt = 1\n\n[a]\nt = 2\n\n",     // a name twice
      "[a]\nt = 1\nt = 2\n\n",            // a key twice
      "[DEFAULT]\nt = 1\n\n",             // defaults for other sections
      "[a]\nt = 1\n endpoint = x\n\n",    // a value of two lines
      "[a]\nt = 1\n\tendpoint = x\n\n",   // the same, with a tab
      "[a]\nt = 1\n\n\n",                 // two empty lines
      "[a]\nt = 1\n\n endpoint = x\n\n",  // an empty line in a value
      "[a]\nt = 1\n",                     // no empty line at the end
      "[a]\nt = 1",                       // cut off
      "[a]\nt = 1\n\n[b",                 // cut off in a name
      "[a]\nT = 1\n\n",                   // a key in capital letters
      "[a]\nt: 1\n\n",                    // another delimiter
      "[a]\nt=1\n\n",                     // without blanks
      "[a]\nt\n\n",                       // without a delimiter
      "[a]\n# t = 1\n\n",                 // a comment
      "[a] x\nt = 1\n\n",                 // text after a name
      "[]\nt = 1\n\n",                    // no name
      "t = 1\n\n",                        // no section
      "\n[a]\nt = 1\n\n",                 // an empty line before it
      "[a]\r\nt = 1\r\n\r\n",             // line ends of Windows
      "[a]\nt = 1\x0b\n\n",               // a control character
      "[a]\nt = 1\0\n\n"sv,               // a NUL byte
      "[t\xc3\xb6k]\nt = 1\n\n",          // not ASCII
      "[a]\nt = \xc2\xa0 1\n\n",          // a blank of Unicode
      "[a]\nt = \xff\n\n",                // not UTF-8
      "\xef\xbb\xbf[a]\nt = 1\n\n",       // a mark of the byte order
  };
  for (const std::string_view text : kTexts) {
    CAPTURE(text);
    for (std::size_t size = 1; size <= text.size(); ++size) {
      CHECK_FALSE(Search(text, "1", size));
    }
  }
}

TEST_CASE("a quick search does not look for words with blanks") {
  const std::string_view text = "[a b]\nt = 1\n\n";
  CHECK(Search(text, "a", 4));
  for (const auto words : {""sv, "a b"sv, "a\n"sv, "t\xc3\xb6k"sv}) {
    CHECK_FALSE(Search(text, words, text.size()));
  }
}

TEST_CASE("a quick search takes names in ascending order, and no others") {
  const std::string_view kNames[] = {
      "a",        "a!",        "a~",        "ab",        "abcdefg",
      "abcdefg!", "abcdefgh",  "abcdefgh!", "abcdefgha", "abcdefghab",
      "abcdefgi", "abcdefgi1", "b",
  };
  for (const auto first : kNames) {
    for (const auto second : kNames) {
      const std::string text =
          "[" + std::string(first) + "]\n\n[" + std::string(second) + "]\n\n";
      CAPTURE(text);
      for (std::size_t size = 1; size <= text.size(); ++size) {
        CHECK(Search(text, "x", size).has_value() == (first < second));
      }
    }
  }
}

TEST_CASE("a quick search looks at each byte of lines of the same size") {
  constexpr std::string_view kWords = "hf_12345678";
  const std::string_view kValues[] = {
      "hf_0123456789012345678901234567",   // one line
      "hf_12345678\nu = 012345678901234",  // two
  };
  for (const std::string_view value : kValues) {
    REQUIRE(value.size() == kValues[0].size());
    for (std::size_t at = 0; at < value.size(); ++at) {
      for (const char byte : {'\n', '\t', '\0', '\x80', 'x'}) {
        std::string changed(value);
        changed[at] = byte;
        std::string text = "[a]\nhf_token = " + std::string(kValues[0]);
        text += "\n\n[b]\nhf_token = " + changed;
        text += "\n\n[c]\nhf_token = hf_12345678\n\n";
        CAPTURE(text);
        const auto found = Search(text, kWords, text.size());
        if (byte != '\n' && byte != 'x') CHECK_FALSE(found);
        if (found) CHECK(*found == *ReadAll(text, kWords));
      }
    }
  }
}

TEST_CASE("what a quick search takes, the reader reads with the same result") {
  constexpr std::string_view kBytes = "[]a=: \n\n1;#\t\rA_\x80";
  std::mt19937 source(7);
  const auto below = [&](std::size_t limit) { return source() % limit; };
  int taken = 0, refused = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text =
        "[a]\nt = 1\n\n[b]\nt = 21\nu = 3\n\n[c1]\n\n[d]\nt = 12345678\n\n";
    for (std::size_t count = below(3); count > 0; --count) {
      text[below(text.size())] = kBytes[below(kBytes.size())];
    }
    CAPTURE(text);
    const auto found = Search(text, "1", 1 + below(text.size()));
    found ? ++taken : ++refused;
    if (!found) continue;
    const auto whole = ReadAll(text, "1");
    REQUIRE(whole);
    REQUIRE(ReadAll(*found, "1") == whole);
  }
  CHECK(taken > 1000);
  CHECK(refused > 1000);
}

}  // namespace
}  // namespace hf
