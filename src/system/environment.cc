// SPDX-License-Identifier: Apache-2.0
#include "src/system/environment.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <string>

namespace hf {

Environment Environment::OfThisProcess() { return Environment(environ); }

std::optional<std::string_view> Environment::Find(std::string_view name) const {
  for (const char* const* entry = variables_; *entry; ++entry) {
    const bool has_name = strncmp(*entry, name.data(), name.size()) == 0 &&
                          (*entry)[name.size()] == '=';
    if (has_name) return *entry + name.size() + 1;
  }
  return std::nullopt;
}

std::vector<std::string_view> Environment::All() const {
  std::vector<std::string_view> all;
  for (const char* const* entry = variables_; *entry; ++entry) {
    all.emplace_back(*entry);
  }
  return all;
}

bool Environment::IsTrue(std::string_view name) const {
  const auto value = Find(name);
  if (!value) return false;
  for (const char* yes : {"1", "on", "yes", "true"}) {
    if (strcasecmp(std::string(*value).c_str(), yes) == 0) return true;
  }
  return false;
}

bool Environment::Has(std::string_view name) const {
  const auto value = Find(name);
  return value && !value->empty();
}

}  // namespace hf
