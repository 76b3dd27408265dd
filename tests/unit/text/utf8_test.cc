// SPDX-License-Identifier: Apache-2.0
#include "src/text/utf8.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace hf {
namespace {

using namespace std::string_view_literals;

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
