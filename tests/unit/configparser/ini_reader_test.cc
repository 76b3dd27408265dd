// SPDX-License-Identifier: Apache-2.0
// The 78 cases of hub-contract §10, and other properties of the reader.
#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/configparser/ini.h"

namespace hf {
namespace {

using namespace std::string_view_literals;

struct ExpectedSection {
  std::string_view name;
  std::vector<std::pair<std::string_view, std::string_view>> options;
};

struct Row {
  std::string_view text;
  std::optional<IniFault> fault;
  std::vector<ExpectedSection> sections;
};

const Row kRows[] = {
    // R01: empty file
    {""sv, {}, {}},
    // R02: canonical single
    {"[a]\nhf_token = hf_1\n\n"sv, {}, {{"a", {{"hf_token", "hf_1"}}}}},
    // R03: two sections, no blank line between
    {"[a]\nhf_token = 1\n[b]\nhf_token = 2\n"sv,
     {},
     {{"a", {{"hf_token", "1"}}}, {"b", {{"hf_token", "2"}}}}},
    // R04: no trailing newline
    {"[a]\nhf_token = 1"sv, {}, {{"a", {{"hf_token", "1"}}}}},
    // R05: CRLF line ends
    {"[a]\r\nhf_token = 1\r\n\r\n"sv, {}, {{"a", {{"hf_token", "1"}}}}},
    // R06: lone CR line ends
    {"[a]\rhf_token = 1\r"sv, {}, {{"a", {{"hf_token", "1"}}}}},
    // R07: no spaces around =
    {"[a]\nhf_token=1\n"sv, {}, {{"a", {{"hf_token", "1"}}}}},
    // R08: colon delimiter
    {"[a]\nhf_token: 1\n"sv, {}, {{"a", {{"hf_token", "1"}}}}},
    // R09: first delimiter wins (: then =)
    {"[a]\nhf_token:x=1\n"sv, {}, {{"a", {{"hf_token", "x=1"}}}}},
    // R10: value contains = and :
    {"[a]\nhf_token = a=b:c\n"sv, {}, {{"a", {{"hf_token", "a=b:c"}}}}},
    // R11: upper-case key
    {"[a]\nHF_TOKEN = 1\n"sv, {}, {{"a", {{"hf_token", "1"}}}}},
    // R12: same key differing in case
    {"[a]\nHF_TOKEN = 1\nhf_token = 2\n"sv, IniFault::kDuplicateOption, {}},
    // R13: duplicate key
    {"[a]\nhf_token = 1\nhf_token = 2\n"sv, IniFault::kDuplicateOption, {}},
    // R14: duplicate section
    {"[a]\nhf_token = 1\n[a]\nhf_token = 2\n"sv,
     IniFault::kDuplicateSection,
     {}},
    // R15: section names are case-sensitive
    {"[a]\nhf_token = 1\n[A]\nhf_token = 2\n"sv,
     {},
     {{"a", {{"hf_token", "1"}}}, {"A", {{"hf_token", "2"}}}}},
    // R16: key before any section
    {"hf_token = 1\n[a]\nhf_token = 2\n"sv, IniFault::kNoHeader, {}},
    // R17: only comments/blank
    {"# c\n; d\n\n   \n"sv, {}, {}},
    // R18: full-line # and ; comments
    {"# c\n[a]\n; d\nhf_token = 1\n"sv, {}, {{"a", {{"hf_token", "1"}}}}},
    // R19: indented comment
    {"[a]\n   # c\nhf_token = 1\n"sv, {}, {{"a", {{"hf_token", "1"}}}}},
    // R20: no inline comments: ' # x' kept
    {"[a]\nhf_token = 1 # x\n"sv, {}, {{"a", {{"hf_token", "1 # x"}}}}},
    // R21: no inline comments: ' ; x' kept
    {"[a]\nhf_token = 1 ; x\n"sv, {}, {{"a", {{"hf_token", "1 ; x"}}}}},
    // R22: value starting with #
    {"[a]\nhf_token = #1\n"sv, {}, {{"a", {{"hf_token", "#1"}}}}},
    // R23: text after ] ignored
    {"[a] trailing # x\nhf_token = 1\n"sv, {}, {{"a", {{"hf_token", "1"}}}}},
    // R24: ] inside name: greedy to last ]
    {"[a]b]\nhf_token = 1\n"sv, {}, {{"a]b", {{"hf_token", "1"}}}}},
    // R25: [ inside name
    {"[[a]]\nhf_token = 1\n"sv, {}, {{"[a]", {{"hf_token", "1"}}}}},
    // R26: spaces inside brackets are kept
    {"[ a ]\nhf_token = 1\n"sv, {}, {{" a ", {{"hf_token", "1"}}}}},
    // R27: indented header (no open option)
    {"  [a]\n  hf_token = 1\n"sv, {}, {{"a", {{"hf_token", "1"}}}}},
    // R28: empty brackets first
    {"[]\nhf_token = 1\n"sv, IniFault::kNoHeader, {}},
    // R29: empty brackets after a section
    {"[a]\nhf_token = 1\n[]\nhf_token = 2\n"sv, IniFault::kDuplicateOption, {}},
    // R30: blank-only name
    {"[ ]\nhf_token = 1\n"sv, {}, {{" ", {{"hf_token", "1"}}}}},
    // R31: unterminated header first
    {"[a\nhf_token = 1\n"sv, IniFault::kNoHeader, {}},
    // R32: unterminated header later
    {"[a]\nhf_token = 1\n[b\nhf_token = 2\n"sv, IniFault::kDuplicateOption, {}},
    // R33: key without delimiter
    {"[a]\nhf_token\n"sv, IniFault::kNoOption, {}},
    // R34: key with empty value
    {"[a]\nhf_token =\n"sv, {}, {{"a", {{"hf_token", ""}}}}},
    // R35: empty key
    {"[a]\n= 1\n"sv, IniFault::kNoOption, {}},
    // R36: continuation line (indented)
    {"[a]\nhf_token = 1\n\t2\n"sv, {}, {{"a", {{"hf_token", "1\n2"}}}}},
    // R37: continuation: indented key=value is swallowed
    {"[a]\nhf_token = 1\n refresh_token = 2\n"sv,
     {},
     {{"a", {{"hf_token", "1\nrefresh_token = 2"}}}}},
    // R38: continuation: indented [b] is swallowed
    {"[a]\nhf_token = 1\n [b]\n hf_token = 2\n"sv,
     {},
     {{"a", {{"hf_token", "1\n[b]\nhf_token = 2"}}}}},
    // R39: first key indented, second not
    {"[a]\n   hf_token = 1\nrefresh_token = 2\n"sv,
     {},
     {{"a", {{"hf_token", "1"}, {"refresh_token", "2"}}}}},
    // R40: first key indented 1, second 3 (deeper)
    {"[a]\n hf_token = 1\n   refresh_token = 2\n"sv,
     {},
     {{"a", {{"hf_token", "1\nrefresh_token = 2"}}}}},
    // R41: blank line then continuation
    {"[a]\nhf_token = 1\n\n  2\n"sv, {}, {{"a", {{"hf_token", "1\n\n2"}}}}},
    // R42: comment inside continuation
    {"[a]\nhf_token = 1\n  # c\n  2\n"sv, {}, {{"a", {{"hf_token", "1\n2"}}}}},
    // R43: unindented comment then continuation
    {"[a]\nhf_token = 1\n# c\n  2\n"sv, {}, {{"a", {{"hf_token", "1\n2"}}}}},
    // R44: value only on the next line
    {"[a]\nhf_token =\n  1\n"sv, {}, {{"a", {{"hf_token", "\n1"}}}}},
    // R45: DEFAULT section gives keys to all
    {"[DEFAULT]\nhf_token = d\nx = 9\n[a]\nhf_token = 1\n[b]\n"sv,
     {},
     {{"a", {{"hf_token", "1"}, {"x", "9"}}},
      {"b", {{"hf_token", "d"}, {"x", "9"}}}}},
    // R46: DEFAULT twice (allowed)
    {"[DEFAULT]\nx = 1\n[DEFAULT]\ny = 2\n[a]\nhf_token = 1\n"sv,
     {},
     {{"a", {{"x", "1"}, {"y", "2"}, {"hf_token", "1"}}}}},
    // R47: DEFAULT twice, same key
    {"[DEFAULT]\nx = 1\n[DEFAULT]\nx = 2\n[a]\nhf_token = 1\n"sv,
     IniFault::kDuplicateOption,
     {}},
    // R48: [default] in lower case is a plain section
    {"[default]\nhf_token = 1\n"sv, {}, {{"default", {{"hf_token", "1"}}}}},
    // R49: percent in value
    {"[a]\nhf_token = 50%\n"sv, {}, {{"a", {{"hf_token", "50%"}}}}},
    // R50: percent interpolation syntax
    {"[a]\nhf_token = %(x)s\n"sv, {}, {{"a", {{"hf_token", "%(x)s"}}}}},
    // R51: section without hf_token
    {"[a]\nother = 1\n[b]\nhf_token = 2\n"sv,
     {},
     {{"a", {{"other", "1"}}}, {"b", {{"hf_token", "2"}}}}},
    // R52: empty section
    {"[a]\n[b]\nhf_token = 2\n"sv, {}, {{"a", {}}, {"b", {{"hf_token", "2"}}}}},
    // R53: OAuth section
    {"[oauth-u]\nhf_token = t\nrefresh_token = r\nexpires_at = 1752192000\n\n"sv,
     {},
     {{"oauth-u",
       {{"hf_token", "t"},
        {"refresh_token", "r"},
        {"expires_at", "1752192000"}}}}},
    // R54: UTF-8 name
    {"[cl\xc3\xa9 \xe2\x9c\x93]\nhf_token = 1\n"sv,
     {},
     {{"cl\xc3\xa9 \xe2\x9c\x93", {{"hf_token", "1"}}}}},
    // R55: UTF-8 BOM
    {"\xef\xbb\xbf[a]\nhf_token = 1\n"sv, IniFault::kNoHeader, {}},
    // R56: invalid UTF-8 in name
    {"[a\xff]\nhf_token = 1\n"sv, IniFault::kNotUtf8, {}},
    // R57: UTF-16LE with BOM
    {"\xff\xfe[\x00"
     "a\x00]\x00\n\x00h\x00"
     "f\x00_\x00t\x00o\x00k\x00"
     "e\x00n\x00 \x00=\x00 \x00"
     "1\x00\n\x00"sv,
     IniFault::kNotUtf8,
     {}},
    // R58: NUL in value
    {"[a]\nhf_token = 1\x00"
     "2\n"sv,
     {},
     {{"a",
       {{"hf_token",
         "1\x00"
         "2"sv}}}}},
    // R59: vertical tab / form feed are not line ends
    {"[a]\nhf_token = 1\x0b"
     "2\x0c"
     "3\n"sv,
     {},
     {{"a",
       {{"hf_token",
         "1\x0b"
         "2\x0c"
         "3"}}}}},
    // R60: NEL U+0085 and LS U+2028 are not line ends
    {"[a]\nhf_token = 1\xc2\x85"
     "2\xe2\x80\xa8"
     "3\n"sv,
     {},
     {{"a",
       {{"hf_token",
         "1\xc2\x85"
         "2\xe2\x80\xa8"
         "3"}}}}},
    // R61: NBSP around value is stripped
    {"[a]\nhf_token =\xc2\xa0"
     "1\xc2\xa0\n"sv,
     {},
     {{"a", {{"hf_token", "1"}}}}},
    // R62: NBSP indent counts as whitespace (continuation)
    {"[a]\nhf_token = 1\n\xc2\xa0"
     "2\n"sv,
     {},
     {{"a", {{"hf_token", "1\n2"}}}}},
    // R63: key with inner spaces
    {"[a]\nhf token = 1\nhf_token = 2\n"sv,
     {},
     {{"a", {{"hf token", "1"}, {"hf_token", "2"}}}}},
    // R64: 'key value' with no delimiter, then good section
    {"[a]\nhf_token 1\n[b]\nhf_token = 2\n"sv, IniFault::kNoOption, {}},
    // R65: quotes are literal
    {"[a]\nhf_token = \"1\"\n"sv, {}, {{"a", {{"hf_token", "\"1\""}}}}},
    // R66: backslash is literal, no line joining
    {"[a]\nhf_token = 1\\\nrefresh_token = 2\n"sv,
     {},
     {{"a", {{"hf_token", "1\\"}, {"refresh_token", "2"}}}}},
    // R67: header containing #
    {"[a#b]\nhf_token = 1\n"sv, {}, {{"a#b", {{"hf_token", "1"}}}}},
    // R68: header that starts a comment char
    {"[#a]\nhf_token = 1\n"sv, {}, {{"#a", {{"hf_token", "1"}}}}},
    // R69: key starting with [ but not closed
    {"[a]\n[k = 1\nhf_token = 2\n"sv,
     {},
     {{"a", {{"[k", "1"}, {"hf_token", "2"}}}}},
    // R70: line '[x] = 1' is a header, not a key
    {"[a]\n[x] = 1\nhf_token = 2\n"sv,
     {},
     {{"a", {}}, {"x", {{"hf_token", "2"}}}}},
    // R71: an option name with U+0130, which Python would lower
    // (FoldAscii() does not: no name that this program uses has it)
    {"[a]\n\xc4\xb0x = 1\nhf_token = 2\n"sv,
     {},
     {{"a", {{"\xc4\xb0x", "1"}, {"hf_token", "2"}}}}},
    // R72: rem is not a comment
    {"[a]\nrem hello\nhf_token = 1\n"sv, IniFault::kNoOption, {}},
    // R73: trailing whitespace lines inside value
    {"[a]\nhf_token = 1\n   \n\n[b]\nhf_token = 2\n"sv,
     {},
     {{"a", {{"hf_token", "1"}}}, {"b", {{"hf_token", "2"}}}}},
    // R74: expires_at not a number
    {"[a]\nhf_token = 1\nrefresh_token = r\nexpires_at = soon\n"sv,
     {},
     {{"a",
       {{"hf_token", "1"}, {"refresh_token", "r"}, {"expires_at", "soon"}}}}},
    // R75: expires_at with plus/underscore/space (int() accepts)
    {"[a]\nhf_token = 1\nexpires_at = +1_000\n"sv,
     {},
     {{"a", {{"hf_token", "1"}, {"expires_at", "+1_000"}}}}},
    // R76: duplicate key across DEFAULT and section ok
    {"[a]\nhf_token = 1\n[DEFAULT]\nhf_token = d\n[b]\n"sv,
     {},
     {{"a", {{"hf_token", "1"}}}, {"b", {{"hf_token", "d"}}}}},
    // R77: header value '[a]' with tab inside
    {"[a\tb]\nhf_token = 1\n"sv, {}, {{"a\tb", {{"hf_token", "1"}}}}},
    // R78: section re-opened after other: error, whole file lost
    {"[a]\nhf_token = 1\n[b]\nhf_token = 2\n[a]\nx = 3\n"sv,
     IniFault::kDuplicateSection,
     {}},
    // Blank lines belong only to a value that continues after them.
    {"[a]\nk = v\n\nx = y\n z\n"sv, {}, {{"a", {{"k", "v"}, {"x", "y\nz"}}}}},
    {"[a]\nk = v\n\n w\n x\n"sv, {}, {{"a", {{"k", "v\n\nw\nx"}}}}},
    // CRLF is one line end, LFCR are two.
    {"[a]\r\nk = v\r\n w\r\n"sv, {}, {{"a", {{"k", "v\nw"}}}}},
    {"[a]\nk = v\n\r w\n"sv, {}, {{"a", {{"k", "v\n\nw"}}}}},
};

void CheckSections(const Ini& ini,
                   const std::vector<ExpectedSection>& expected) {
  REQUIRE(ini.size() == expected.size());
  for (std::size_t at = 0; at < expected.size(); ++at) {
    const IniSection section = ini.Section(at);
    CHECK(section.name == expected[at].name);
    REQUIRE(section.options.size() == expected[at].options.size());
    for (std::size_t option = 0; option < section.options.size(); ++option) {
      CHECK(section.options[option].first ==
            expected[at].options[option].first);
      CHECK(section.options[option].second ==
            expected[at].options[option].second);
    }
  }
}

TEST_CASE("the reader reads every case of the contract as Python does") {
  for (const Row& row : kRows) {
    const std::string shown(row.text);
    CAPTURE(shown);
    const auto parsed = ParseIni(SecretString(row.text));
    if (row.fault) {
      REQUIRE(std::holds_alternative<IniError>(parsed));
      CHECK(std::get<IniError>(parsed).fault == *row.fault);
    } else {
      REQUIRE(std::holds_alternative<Ini>(parsed));
      CheckSections(std::get<Ini>(parsed), row.sections);
    }
  }
}

TEST_CASE("an error names the line that Python rejects") {
  const auto parsed = ParseIni("[a]\nhf_token = 1\n\n[b]\nnonsense\n");
  REQUIRE(std::holds_alternative<IniError>(parsed));
  CHECK(std::get<IniError>(parsed).line == 5);
  CHECK(Describe(std::get<IniError>(parsed)).starts_with("line 5: "));
  const auto windows = ParseIni("[a]\r\nhf_token = 1\r\n\r\n[a]\r\n");
  REQUIRE(std::holds_alternative<IniError>(windows));
  CHECK(std::get<IniError>(windows).line == 4);
}

TEST_CASE("a section with a hundred keys refuses a second of each") {
  std::string text = "[a]\n";
  for (int key = 0; key < 100; ++key) {
    text += "key" + std::to_string(key) + " = 1\n";
  }
  CHECK(std::holds_alternative<Ini>(ParseIni(SecretString(text))));
  for (const char* again : {"key0 = 2\n", "key8 = 2\n", "KEY99 = 2\n"}) {
    const auto parsed = ParseIni(SecretString(text + again));
    REQUIRE(std::holds_alternative<IniError>(parsed));
    CHECK(std::get<IniError>(parsed).fault == IniFault::kDuplicateOption);
  }
}

TEST_CASE("the next section may have the same keys") {
  std::string keys;
  for (int key = 0; key < 2000; ++key) {
    keys += "key" + std::to_string(key) + " = 1\n";
  }
  const std::string text = "[a]\n" + keys + "[b]\n" + keys + "[c]\nkey1 = 1\n";
  CHECK(std::holds_alternative<Ini>(ParseIni(SecretString(text))));
  CHECK(std::holds_alternative<IniError>(
      ParseIni(SecretString(text + "key1 = 2\n"))));
}

TEST_CASE("a second section of a name is an error in any order of names") {
  std::string text;
  for (int name = 0; name < 3000; ++name) {
    text += "[s" + std::to_string((name * 7919) % 3000) + "]\nk = v\n";
  }
  CHECK(std::holds_alternative<Ini>(ParseIni(SecretString(text))));
  for (const char* again : {"[s0]\n", "[s1234]\n", "[s2999]\n"}) {
    const auto parsed = ParseIni(SecretString(text + again));
    REQUIRE(std::holds_alternative<IniError>(parsed));
    CHECK(std::get<IniError>(parsed).fault == IniFault::kDuplicateSection);
  }
}

TEST_CASE("a search finds exactly the sections that mention a word") {
  const auto parsed = ParseIni(
      "[ann]\nhf_token = hf_1\n\n[bob]\nhf_token = hf_2\nuser = ann\n\n"
      "[cyd]\nhf_token = hf_3\n");
  const Ini& ini = std::get<Ini>(parsed);
  CHECK(ini.Mentioning("ann") == std::vector<std::size_t>{0, 1});
  CHECK(ini.Mentioning("hf_3") == std::vector<std::size_t>{2});
  CHECK(ini.Mentioning("dora").empty());
}

TEST_CASE("with a [DEFAULT] a search finds every section") {
  const auto parsed = ParseIni("[a]\n[DEFAULT]\nhf_token = hf_1\n[b]\nx = 1\n");
  CHECK(std::get<Ini>(parsed).Mentioning("hf_1").size() == 2);
}

}  // namespace
}  // namespace hf
