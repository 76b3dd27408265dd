// SPDX-License-Identifier: Apache-2.0
#include "src/account/git/credential_config.h"

#include <algorithm>

#include "src/hub/endpoint.h"
#include "src/text/ascii.h"

namespace hf {
namespace {

/// The parts of a URL, or of a URL pattern, in which some may be missing.
struct UrlParts {
  std::string_view scheme, host, path;
  std::string_view port;  // With its ':'; empty for the one of the scheme.
};

UrlParts Split(std::string_view url) {
  UrlParts parts;
  if (const std::size_t colon = url.find("://"); colon != url.npos) {
    parts.scheme = url.substr(0, colon);
    url.remove_prefix(colon + 3);
  }
  parts.host = url.substr(0, url.find('/'));
  parts.path = url.substr(parts.host.size());
  const std::size_t user = parts.host.rfind('@');
  if (user != url.npos) parts.host.remove_prefix(user + 1);
  if (const std::size_t colon = parts.host.rfind(':');
      colon != parts.host.npos &&
      parts.host.find(']', colon) == parts.host.npos) {
    parts.port = parts.host.substr(colon);
    parts.host.remove_suffix(parts.port.size());
  }
  if (parts.port == (parts.scheme == "http" ? ":80" : ":443")) parts.port = {};
  while (parts.path.ends_with('/')) parts.path.remove_suffix(1);
  return parts;
}

bool IsSameLabel(std::string_view pattern, std::string_view label) {
  return pattern == "*" || FoldAscii(pattern) == FoldAscii(label);
}

bool IsSameHost(std::string_view pattern, std::string_view host) {
  while (!pattern.empty() && !host.empty()) {
    const std::string_view left = pattern.substr(0, pattern.find('.'));
    const std::string_view right = host.substr(0, host.find('.'));
    if (!IsSameLabel(left, right)) return false;
    pattern.remove_prefix(std::min(left.size() + 1, pattern.size()));
    host.remove_prefix(std::min(right.size() + 1, host.size()));
  }
  return pattern.empty() && host.empty();
}

/// As git reads a boolean. `git config --list` shows a key without a value with
/// the value "true".
bool IsTrue(std::string_view value) {
  const std::string word = FoldAscii(value);
  return word == "true" || word == "yes" || word == "on" || word == "1";
}

}  // namespace

std::optional<CredentialKey> CredentialKey::Of(std::string_view key) {
  constexpr std::string_view kSection = "credential.";
  if (!key.starts_with(kSection)) return std::nullopt;
  key.remove_prefix(kSection.size());
  const std::size_t dot = key.rfind('.');
  if (dot == key.npos) return CredentialKey{"", key};
  return CredentialKey{key.substr(0, dot), key.substr(dot + 1)};
}

bool CredentialKey::ConcernsHostOf(std::string_view url) const {
  if (pattern.empty()) return true;
  const UrlParts wanted = Split(url);
  const UrlParts parts = Split(pattern);
  if (!parts.scheme.empty() && parts.scheme != wanted.scheme) return false;
  if (parts.host.empty()) return true;
  return parts.port == wanted.port && IsSameHost(parts.host, wanted.host);
}

bool CredentialKey::AppliesTo(std::string_view url) const {
  if (!ConcernsHostOf(url)) return false;
  const std::string_view below = Split(pattern).path;
  const std::string path = std::string(Split(url).path) + "/";
  return below.empty() || path.starts_with(std::string(below) + "/");
}

HelperChain HelperChainFor(const std::vector<ConfigEntry>& entries,
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
