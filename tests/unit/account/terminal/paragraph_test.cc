// SPDX-License-Identifier: Apache-2.0
#include "src/account/terminal/paragraph.h"

#include <doctest/doctest.h>

namespace hf {
namespace {

TEST_CASE("a text is broken at its blanks only, and only where it must be") {
  CHECK(Wrapped("", 10) == "");
  CHECK(Wrapped("one two", 7) == "one two");
  CHECK(Wrapped("one two", 6) == "one\ntwo");
  CHECK(Wrapped("one two three", 8, 2) == "one two\n  three");
  CHECK(Wrapped("one  two three", 9, 2) == "one  two\n  three");
}

TEST_CASE("a word that is longer than a line stays whole") {
  CHECK(Wrapped("at https://huggingface.co now", 10, 2) ==
        "at\n  https://huggingface.co\n  now");
  CHECK(Wrapped("https://huggingface.co", 4) == "https://huggingface.co");
}

TEST_CASE("a command between quotes is a word, and an apostrophe is none") {
  CHECK(Wrapped("run 'a b c' now", 8, 2) == "run\n  'a b c'\n  now");
  CHECK(Wrapped("the Hub's way 'a", 8) == "the\nHub's\nway 'a");
}

TEST_CASE("the blanks at the start of a text are its first indent") {
  CHECK(Wrapped("  1  with a browser", 12, 5) == "  1  with a\n     browser");
}

TEST_CASE("a line is as wide as a terminal shows it") {
  CHECK(Wrapped("\u00e9\u00e9\u00e9 \u00e9", 5) == "\u00e9\u00e9\u00e9 \u00e9");
  CHECK(Wrapped("\u4e2d\u4e2d b", 5) == "\u4e2d\u4e2d\nb");
}

TEST_CASE("what is no terminal has eighty columns") {
  CHECK(Columns(-1) == 80);
}

}  // namespace
}  // namespace hf
