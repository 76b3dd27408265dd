// SPDX-License-Identifier: Apache-2.0
// Text from outside, as a terminal gets it (security.md P8).
#include "src/text/message.h"
#include "src/text/utf8.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using hf::Require;
  const std::string shown = hf::EscapeForTerminal(hf::TextOf(data, size));
  Require(hf::IsUtf8(shown), "what is shown is UTF-8");
  for (const char byte : shown) {
    Require(static_cast<unsigned char>(byte) >= 0x20 && byte != 0x7f,
            "nothing that is shown controls a terminal");
  }
  for (const char* hidden : {"\u009b", "\u202e", "\u200b", "\u2066"}) {
    Require(shown.find(hidden) == shown.npos, "nothing is hidden or reordered");
  }
  return 0;
}
