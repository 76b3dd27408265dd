// SPDX-License-Identifier: Apache-2.0
// Shows the results of the reader and the writer, for configparser_test.py
// to compare with Python's own. Reads messages `MODE SIZE\n` and SIZE bytes;
// answers `SIZE\n` and SIZE bytes.
//   p  parse: the fault's number, or names, keys and values, each as
//      `SIZE:bytes` behind S, K and V
//   w  parse, then what the writer makes of it
#include <stdio.h>

#include <string>
#include <variant>

#include "src/configparser/ini.h"

namespace hf {
namespace {

void Append(char kind, std::string_view text, std::string& answer) {
  answer += kind + std::to_string(text.size()) + ":";
  answer.append(text);
}

std::string Parse(const std::string& text, bool write) {
  const auto parsed = ParseIni(SecretString(text));
  if (const auto* error = std::get_if<IniError>(&parsed)) {
    return "E" + std::to_string(static_cast<int>(error->fault));
  }
  constexpr std::size_t kNoLimit = 1 << 30;
  auto sections = *Sections(std::get<Ini>(parsed), kNoLimit);
  if (write) return std::string(SerializeIni(std::move(sections)));
  std::string answer;
  for (const IniSection& section : sections) {
    Append('S', section.name, answer);
    for (const auto& [key, value] : section.options) {
      Append('K', key, answer);
      Append('V', value, answer);
    }
  }
  return answer;
}

std::string Answer(char mode, const std::string& text) {
  return Parse(text, mode == 'w');
}

}  // namespace
}  // namespace hf

int main() {
  char mode;
  std::size_t size;
  while (scanf("%c %zu", &mode, &size) == 2 && getchar() == '\n') {
    std::string text(size, '\0');
    if (fread(text.data(), 1, size, stdin) != size) return 1;
    const std::string answer = hf::Answer(mode, text);
    printf("%zu\n", answer.size());
    fwrite(answer.data(), 1, answer.size(), stdout);
    fflush(stdout);
  }
  return 0;
}
