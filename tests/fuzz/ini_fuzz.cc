// SPDX-License-Identifier: Apache-2.0
// The store: the quick search finds every section, and the reader reads back
// what the writer wrote. configparser_test.py compares with Python.
#include <algorithm>

#include "src/configparser/ini.h"
#include "tests/fuzz/fuzz.h"

namespace hf {
namespace {

void CheckSearch(const Ini& ini, const IniSection& section, std::size_t index) {
  for (const auto& [key, value] : section.options) {
    if (value.empty() || value.find('\n') != value.npos) continue;
    const auto found = ini.Mentioning(value);
    Require(std::find(found.begin(), found.end(), index) != found.end(),
            "a section is found by its values");
  }
}

}  // namespace
}  // namespace hf

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hf;
  const auto parsed = ParseIni(SecretString(TextOf(data, size)));
  const Ini* ini = std::get_if<Ini>(&parsed);
  if (!ini) return 0;
  for (std::size_t at = 0; at < ini->size(); ++at) {
    CheckSearch(*ini, ini->Section(at), at);
  }
  const auto sections = Sections(*ini, 1 << 20);
  if (!sections) return 0;
  const SecretString once = SerializeIni(*sections);
  const auto again = ParseIni(once);
  const Ini* copy = std::get_if<Ini>(&again);
  const auto read = copy ? Sections(*copy, 1 << 20) : std::nullopt;
  if (read)
    Require(SerializeIni(*read) == once, "a second write gives the same bytes");
  return 0;
}
