// SPDX-License-Identifier: Apache-2.0
// git's record: what is accepted keeps its fields apart (security.md P1).
#include "src/text/record.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using hf::Require;
  const std::string_view text = hf::TextOf(data, size);
  const auto record = hf::ParseRecord(hf::SecretString(text));
  if (!record.ok()) return 0;
  const std::size_t blank = text.starts_with('\n') ? 0 : text.find("\n\n");
  const std::string_view read = text.substr(0, blank);
  Require(read.find_first_of(std::string_view("\0\r", 2)) == read.npos,
          "a record has no NUL and no CR");
  for (const char* key : {"protocol", "host", "username", "password", "path"}) {
    const auto value = record.value().Find(key);
    if (!value) continue;
    Require(value->find('\n') == value->npos, "a value is one line");
    const std::string line = std::string(key) + "=" + std::string(*value);
    Require(read.find(line) != read.npos, "a value is a part of the text");
  }
  return 0;
}
