// SPDX-License-Identifier: Apache-2.0
#include "src/store/token_command.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "src/configparser/ini.h"

namespace hf {
namespace {

TEST_CASE("a duration is a number with an optional unit, within a limit") {
  const struct {
    const char* text;
    std::optional<int> seconds;
  } kRows[] = {
      {"0", 0},
      {"90", 90},
      {"90s", 90},
      {"5m", 300},
      {"24h", 86'400},
      {"25h", std::nullopt},
      {"86401", std::nullopt},
      {"", std::nullopt},
      {"m", std::nullopt},
      {"-1", std::nullopt},
      {"1.5m", std::nullopt},
      {"5 m", std::nullopt},
      {"5M", std::nullopt},
      {"1d", std::nullopt},
      {"0x10", std::nullopt},
      {"99999999999999999999", std::nullopt},  // More than an int can hold.
  };
  for (const auto& row : kRows) {
    CAPTURE(row.text);
    CHECK(ParseDuration(row.text, kLongestTtl) == row.seconds);
  }
}

/// What Python's format makes of \a command: written, and read again.
TokenCommand AfterFile(const TokenCommand& command) {
  IniSection section;
  section.name = "command x";
  SetCommand(command, section);
  const auto parsed = ParseIni(SerializeIni({section}));
  const Ini* ini = std::get_if<Ini>(&parsed);
  REQUIRE(ini);
  REQUIRE(ini->size() == 1);
  return CommandIn(ini->Section(0), command.file);
}

TEST_CASE("every word that can be written is read back as it was") {
  const std::vector<std::string> kWords = {
      "",  " ",   "\"",  "\"\"", "a b",   " a",      "a ",     "#a", ";a",
      "=", ": x", "[x]", "\\n",  "k = v", "ü 🤗", "\u00a0", "--", "$HOME"};
  TokenCommand command{{"/usr/bin/x"}, 7, 9, "/f"};
  for (const std::string& word : kWords) {
    CAPTURE(word);
    REQUIRE(IsWritable(word));
    command.words = {"/usr/bin/x", word, "last"};
    CHECK(AfterFile(command) == command);
    command.words = {"/usr/bin/x", "first", word};
    CHECK(AfterFile(command) == command);
  }
  command.words.insert(command.words.end(), kWords.begin(), kWords.end());
  CHECK(AfterFile(command) == command);
}

TEST_CASE("a word with control characters or line breaks cannot be written") {
  const std::vector<std::string> kWords = {
      "a\nb",   "\r",     "\t",     "\x1b[2J", "\x7f",
      "\u0085", "\u2028", "\u2029", "\xff",    std::string("a\0b", 3)};
  for (const std::string& word : kWords) {
    CAPTURE(word);
    CHECK_FALSE(IsWritable(word));
  }
}

TEST_CASE("a section that is incomplete or wrong has a fault") {
  const struct {
    const char* key;
    const char* value;
  } kRows[] = {{"argument", ""},    {"argument", "relative"},
               {"argument", "./x"}, {"argument", "\"\""},
               {"ttl", "never"},    {"ttl", "-1"},
               {"ttl", "86401"},    {"timeout", "0"},
               {"timeout", "61s"},  {"argument", "/x\n\x01"}};
  for (const auto& row : kRows) {
    CAPTURE(row.value);
    IniSection section;
    section.Set("argument", "/usr/bin/x");
    section.Set(row.key, row.value);
    CHECK_FALSE(CommandIn(section, "/f").fault.empty());
  }
  IniSection plain;
  plain.Set("argument", "/usr/bin/x");
  const TokenCommand command = CommandIn(plain, "/f");
  CHECK(command.fault.empty());
  CHECK(command.ttl == 300);
  CHECK(command.timeout == 10);
}

}  // namespace
}  // namespace hf
