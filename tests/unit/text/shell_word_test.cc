// SPDX-License-Identifier: Apache-2.0
#include "src/text/shell_word.h"

#include <doctest/doctest.h>

#include <string_view>

namespace hf {
namespace {

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

}  // namespace
}  // namespace hf
