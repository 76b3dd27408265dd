// SPDX-License-Identifier: Apache-2.0
#include "src/broken_store.h"

#include <algorithm>

#include "src/secret_file.h"
#include "src/token_store.h"

namespace hf {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

std::string_view Trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// The lines from one that looks like a header up to the next.
std::string_view TakeParagraph(std::string_view& text) {
  const std::size_t next = text.find("\n[");
  const std::size_t size = next == text.npos ? text.size() : next + 1;
  const std::string_view paragraph = text.substr(0, size);
  text.remove_prefix(size);
  return paragraph;
}

bool NamesAnother(std::string_view paragraph, const Endpoint& hub) {
  while (!paragraph.empty()) {
    const std::size_t end = std::min(paragraph.find('\n'), paragraph.size());
    const std::string_view line = paragraph.substr(0, end);
    paragraph.remove_prefix(std::min(end + 1, paragraph.size()));
    const std::size_t delimiter = line.find_first_of("=:");
    if (delimiter == line.npos) continue;
    if (Trim(line.substr(0, delimiter)) != kEndpointKey) continue;
    const auto endpoint = Endpoint::Parse(Trim(line.substr(delimiter + 1)));
    if (!endpoint.ok() || !(endpoint.value() == hub)) return true;
  }
  return false;
}

}  // namespace

bool BrokenStoreForbids(const std::string& path, std::string_view token,
                        const Endpoint& hub) {
  const Result<std::optional<SecretFile>> file = ReadSecretFile(path);
  if (!file.ok() || !file.value()) return false;
  std::string_view text = file.value()->text;
  while (!text.empty()) {
    const std::string_view paragraph = TakeParagraph(text);
    if (paragraph.find(token) != paragraph.npos &&
        NamesAnother(paragraph, hub)) {
      return true;
    }
  }
  return false;
}

}  // namespace hf
