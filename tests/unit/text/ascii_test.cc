// SPDX-License-Identifier: Apache-2.0
// Lower case for ASCII letters only, in every locale.
#include "src/text/ascii.h"

#include <doctest/doctest.h>

namespace hf {
namespace {

TEST_CASE("FoldAscii() lowers the capital letters of ASCII") {
  CHECK(FoldAscii("HF_Token-AZaz09@[`{") == "hf_token-azaz09@[`{");
}

TEST_CASE("FoldAscii() keeps letters outside ASCII") {
  // U+00C9, U+0130, U+03A3, and U+212A, whose small letter is an ASCII k.
  for (const std::string_view text :
       {"\xc3\x89", "\xc4\xb0", "\xce\xa3", "\xe2\x84\xaa"}) {
    CHECK(FoldAscii(text) == text);
  }
}

}  // namespace
}  // namespace hf
