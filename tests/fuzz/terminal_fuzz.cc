// SPDX-License-Identifier: Apache-2.0
// Text from other programs, as a terminal gets it (security.md P8).
#include "src/text/message.h"
#include "src/text/utf8.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using hf::Require;
  const std::string shown = hf::EscapeForTerminal(hf::TextOf(data, size));
  Require(hf::IsUtf8(shown), "the escaped text is UTF-8");
  for (const char byte : shown) {
    Require(static_cast<unsigned char>(byte) >= 0x20 && byte != 0x7f,
            "the escaped text does not control a terminal");
  }
  for (const char* hidden : {"\u009b", "\u202e", "\u200b", "\u2066"}) {
    Require(shown.find(hidden) == shown.npos,
            "the escaped text has no hidden letters");
  }
  return 0;
}
