// SPDX-License-Identifier: Apache-2.0
#include "src/account/completion/typed_line.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace hf {
namespace {

using Words = std::vector<std::string>;

TEST_CASE("a line of bash is read as words without their quotes") {
  CHECK(TypedLine::FromLine("x").words() == Words{"x"});
  CHECK(TypedLine::FromLine("x ").words() == Words{"x", ""});
  CHECK(TypedLine::FromLine("x a\\ b 'c d'\"e\\\"f\\g\" h").words() ==
        Words{"x", "a b", "c de\"f\\g", "h"});
  CHECK(TypedLine::FromLine("x '' \"a b").words() == Words{"x", "", "a b"});
  CHECK(TypedLine::FromWords("").words().empty());
  CHECK(TypedLine::FromWords({"x\0\0a b\0", 7}).words() ==
        Words{"x", "", "a b"});
}

TEST_CASE("a candidate continues what is typed, in the same quotes") {
  const struct {
    const char* line;
    const char* candidate;
    const char* text;
  } kCases[] = {
      {"x ", "a b", "a\\ b"},
      {"x a\\ ", "a b", "a\\ b"},
      {"x 'a", "a 'b", "'a '\\''b"},
      {"x \"a", "a$b", "\"a\\$b"},
      {"x \"a", "a!b", "\"a\"\\!\"b"},
      {"x a\"b\"", "ab~c", "a\"b\"\\~c"},
      {"x a\\", "a b", "a\\ b"},           // The backslash begins an escape.
      {"x \"", "\"a\"", "\"\\\"a\"\\\""},  // Readline adds no quote then.
      {"x '", "'", "'''\\'"},              // It removes the first quote.
      {"x \"", "!", "\"\"\"\\!\"\""},
      {"x ", "\u00e9 x", "\u00e9\\ x"},
  };
  for (const auto& one : kCases) {
    CAPTURE(one.line);
    CHECK(TypedLine::FromLine(one.line).TextFor(one.candidate) == one.text);
  }
}

TEST_CASE("nothing continues another word, or one that bash expands") {
  for (const char* line : {"x b", "x $a", "x \"$", "x `", "x a;", "x ~", "x a*",
                           "x \"a!", "x a\x1b", "x 'a\n"}) {
    CAPTURE(line);
    const TypedLine typed = TypedLine::FromLine(line);
    const std::string candidate = typed.words().back() + "x";
    CHECK_FALSE(typed.TextFor(line == std::string("x b") ? "a" : candidate));
  }
}

}  // namespace
}  // namespace hf
