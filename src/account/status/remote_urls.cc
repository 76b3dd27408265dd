// SPDX-License-Identifier: Apache-2.0
#include "src/account/status/remote_urls.h"

#include <algorithm>

namespace hf {
namespace {

/// All values of \a key in \a entries; an empty value removes the earlier ones.
std::vector<std::string> ValuesOf(const std::vector<ConfigEntry>& entries,
                                  std::string_view key) {
  std::vector<std::string> values;
  for (const ConfigEntry& entry : entries) {
    if (entry.key != key) continue;
    if (entry.value.empty()) {
      values.clear();
    } else {
      values.push_back(entry.value);
    }
  }
  return values;
}

/// \a url with the new beginning that `url.BASE.NAME` gives it; nothing when
/// none matches. Of settings that match equally long, git takes the first.
std::optional<std::string> RewrittenBy(const std::vector<ConfigEntry>& entries,
                                       std::string_view name,
                                       const std::string& url) {
  constexpr std::string_view kSection = "url.";
  std::optional<std::string> rewritten;
  std::size_t longest = 0;
  for (const ConfigEntry& entry : entries) {
    std::string_view key = entry.key;
    if (!key.starts_with(kSection) || !key.ends_with(name)) continue;
    if (entry.value.size() <= longest || !url.starts_with(entry.value))
      continue;
    key.remove_prefix(kSection.size());
    key.remove_suffix(std::min(name.size(), key.size()));
    longest = entry.value.size();
    rewritten = std::string(key) + url.substr(longest);
  }
  return rewritten;
}

}  // namespace

std::string RewrittenUrl(const std::vector<ConfigEntry>& entries,
                         const std::string& url) {
  return RewrittenBy(entries, ".insteadof", url).value_or(url);
}

std::optional<std::string> OriginUrl(const std::vector<ConfigEntry>& entries) {
  const std::vector<std::string> urls = ValuesOf(entries, "remote.origin.url");
  if (urls.empty()) return std::nullopt;
  return urls.front();
}

std::vector<std::string> PushUrls(const std::vector<ConfigEntry>& entries) {
  std::vector<std::string> urls = ValuesOf(entries, "remote.origin.pushurl");
  if (!urls.empty()) {
    for (std::string& url : urls) url = RewrittenUrl(entries, url);
    return urls;
  }
  urls = ValuesOf(entries, "remote.origin.url");
  for (std::string& url : urls) {
    const auto for_push = RewrittenBy(entries, ".pushinsteadof", url);
    url = for_push ? *for_push : RewrittenUrl(entries, url);
  }
  return urls;
}

std::vector<ConfigEntry> LfsUrls(const std::vector<ConfigEntry>& entries,
                                 const std::vector<ConfigEntry>& shared) {
  constexpr std::string_view kKeys[] = {"lfs.url", "lfs.pushurl",
                                        "remote.origin.lfsurl",
                                        "remote.origin.lfspushurl"};
  std::vector<ConfigEntry> found;
  for (const auto* list : {&shared, &entries}) {
    for (const ConfigEntry& entry : *list) {
      if (std::find(std::begin(kKeys), std::end(kKeys), entry.key) ==
          std::end(kKeys)) {
        continue;
      }
      found.push_back(entry);
      found.back().value = RewrittenUrl(entries, entry.value);
    }
  }
  return found;
}

std::optional<std::string> HttpsUrlOf(std::string_view url) {
  const std::size_t slashes = url.find("://");
  char before_path = '/';
  if (slashes != url.npos) {
    const std::string_view scheme = url.substr(0, slashes);
    if (scheme != "ssh" && scheme != "git+ssh" && scheme != "ssh+git") {
      return std::nullopt;
    }
    url.remove_prefix(slashes + 3);
  } else {
    before_path = ':';  // [USER@]HOST:PATH
  }
  const std::size_t end = url.find_first_of(":/");
  const std::size_t path = url.find(before_path);
  if (path == url.npos || (before_path == ':' && end != path)) {
    return std::nullopt;
  }
  const std::string_view authority = url.substr(0, end);
  const std::string host(authority.substr(authority.rfind('@') + 1));
  url.remove_prefix(std::min(url.find_first_not_of('/', path + 1), url.size()));
  return "https://" + host + "/" + std::string(url);
}

}  // namespace hf
