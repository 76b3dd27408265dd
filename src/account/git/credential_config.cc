// SPDX-License-Identifier: Apache-2.0
#include "src/account/git/credential_config.h"

#include "src/hub/endpoint.h"
#include "src/text/ascii.h"

namespace hf {
namespace {

/// As git reads a boolean. `git config --list` shows a key without a value with
/// the value "true".
bool IsTrue(std::string_view value) {
  const std::string word = FoldAscii(value);
  return word == "true" || word == "yes" || word == "on" || word == "1";
}

}  // namespace

HelperChain ChainFor(const std::vector<ConfigEntry>& entries,
                     const std::string& url) {
  HelperChain chain;
  for (const ConfigEntry& entry : entries) {
    const auto key = CredentialKey::Of(entry.key);
    if (!key || !key->AppliesTo(url)) continue;
    if (key->name == "usehttppath") chain.uses_path = IsTrue(entry.value);
    if (key->name == "username") chain.username = entry.value;
    if (key->name != "helper") continue;
    if (entry.value.empty()) {
      chain.helpers.clear();
      chain.was_reset = true;
    } else {
      chain.helpers.push_back(entry);
    }
  }
  return chain;
}

std::string FileOf(const ConfigEntry& entry) {
  return entry.origin.substr(entry.origin.find(':') + 1);
}

}  // namespace hf
