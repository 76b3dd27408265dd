// SPDX-License-Identifier: Apache-2.0
// The Hub's answers: each accepted text is UTF-8, and every getter works.
#include "src/account/api/json_reader.h"
#include "src/text/utf8.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using hf::Require;
  const auto parsed = hf::JsonObject::Parse(hf::TextOf(data, size));
  if (!parsed.ok()) return 0;
  for (const char* key : {"name", "a", "b", "expires_in", "orgs", ""}) {
    const auto text = parsed.value().FindText(key);
    const auto number = parsed.value().FindInteger(key);
    Require(!text || !number, "a value has one type");
    Require(!text || hf::IsUtf8(*text), "an accepted text is UTF-8");
    Require(!number || (*number < 1'000'000'000'000'000'000 &&
                        *number > -1'000'000'000'000'000'000),
            "a number has at most 18 digits");
    if (const auto object = parsed.value().FindObject(key)) {
      object->FindText("name");
    }
    for (const auto& object : parsed.value().FindObjects(key)) {
      object.FindInteger("name");
    }
  }
  return 0;
}
