// SPDX-License-Identifier: Apache-2.0
// The URLs that git and git-lfs use for the remote `origin`.

#ifndef HF_SRC_ACCOUNT_STATUS_REMOTE_URLS_H_
#define HF_SRC_ACCOUNT_STATUS_REMOTE_URLS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/account/git/config.h"

namespace hf {

/// \a url as git uses it: with the beginning that the longest matching
/// `url.*.insteadOf` of \a entries gives it.
std::string RewrittenUrl(const std::vector<ConfigEntry>& entries,
                         const std::string& url);

/// The URL from which git fetches `origin`, before it is rewritten; nothing
/// when there is no such remote.
std::optional<std::string> OriginUrl(const std::vector<ConfigEntry>& entries);

/// The URLs to which git pushes `origin`, rewritten.
std::vector<std::string> PushUrls(const std::vector<ConfigEntry>& entries);

/// The settings with a URL at which git-lfs looks in place of the remote's,
/// with the URLs rewritten. \a shared is in `.lfsconfig`.
std::vector<ConfigEntry> LfsUrls(const std::vector<ConfigEntry>& entries,
                                 const std::vector<ConfigEntry>& shared);

/// The https URL that git-lfs derives from \a url, a URL for ssh in one of
/// git's two forms; nothing when it is another URL.
std::optional<std::string> HttpsUrlOf(std::string_view url);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_REMOTE_URLS_H_
