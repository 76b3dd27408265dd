// SPDX-License-Identifier: Apache-2.0
// The store: the searches find every section, the reader reads every text that
// the quick search takes, and it reads back what the writer wrote.
// configparser_test.py compares with Python.
#include <algorithm>

#include "src/configparser/ini.h"
#include "src/configparser/quick_search.h"
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

/// The quick search of \a text for \a words, in pieces of \a size bytes,
/// against \a ini, the whole text; null when that has an error.
void CheckQuickSearch(std::string_view text, std::string_view words,
                      std::size_t size, const Ini* ini) {
  QuickSearch search(words);
  std::string_view rest = text;
  for (std::size_t held = 0; !rest.empty();) {
    held = std::min(held + size, rest.size());
    const auto taken = search.Read(rest.substr(0, held));
    if (!taken || (*taken == 0 && held == rest.size())) return;
    rest.remove_prefix(*taken);
    held -= *taken;
  }
  Require(ini, "the reader reads what the quick search takes");
  const auto found = ParseIni(search.found());
  const Ini* few = std::get_if<Ini>(&found);
  Require(few, "the reader reads what the quick search finds");
  const auto indexes = ini->Mentioning(words);
  Require(indexes.size() == few->size(), "both find as many sections");
  for (std::size_t at = 0; at < indexes.size(); ++at) {
    Require(ini->Section(indexes[at]) == few->Section(at),
            "both find the same sections");
  }
}

}  // namespace
}  // namespace hf

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hf;
  const std::string_view text = TextOf(data, size);
  const auto parsed = ParseIni(SecretString(text));
  const Ini* ini = std::get_if<Ini>(&parsed);
  for (const std::size_t piece : {std::size_t{7}, size + 1}) {
    CheckQuickSearch(text, "hf_", piece, ini);
    CheckQuickSearch(text, "1", piece, ini);
  }
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
