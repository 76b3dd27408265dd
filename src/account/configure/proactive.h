// SPDX-License-Identifier: Apache-2.0
// http.<URL>.proactiveAuth: git 2.46 and later send a token with the first
// request. Without a token git then asks for a user name, also for a public
// repository; git-credential(1) allows no answer that keeps it from that.

#ifndef HF_SRC_ACCOUNT_CONFIGURE_PROACTIVE_H_
#define HF_SRC_ACCOUNT_CONFIGURE_PROACTIVE_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/account/git/config.h"
#include "src/account/git/git.h"
#include "src/hub/endpoint.h"
#include "src/system/environment.h"

namespace hf {

/// True when a saved token can be sent to \a hub now. A variable does not
/// count: git would need it in every shell.
bool HasLogin(const Environment& environment, const Endpoint& hub);

/// The one of \a entries that makes git send a token for \a url with its first
/// request; nothing when git does not.
std::optional<ConfigEntry> ProactiveEntryFor(
    const std::vector<ConfigEntry>& entries, const std::string& url);

/// Takes ProactiveLinesFor() the URLs that \a is_meant accepts out of the file
/// \a path, and nothing else. The URLs that it found; fails as
/// ReplaceConfigFile.
Result<std::vector<std::string>> TakeProactiveOut(
    const Git& git, const std::string& path,
    const std::function<bool(std::string_view url)>& is_meant);

/// After a logout: takes those lines out of git's global file for all Hubs
/// without a login, and tells of it; tells how, where it cannot.
void EndProactive(const Environment& environment);

/// After a token was rejected: tells how to go on without one, if git sends one
/// to \a hub with its first request.
void WarnOfProactive(const Environment& environment, const Endpoint& hub);

/// Why git asks for a user name although a token is what it needs: by the file
/// \a path it sends one first to \a urls, and there is none.
std::string WhyProactiveFails(const std::string& urls, const std::string& path);

/// The command that does what TakeProactiveOut() does to \a file, for the user
/// to copy. Empty when it cannot be copied.
std::string ProactiveRemedyFor(const Environment& environment, const Git& git,
                               const std::string& file);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_CONFIGURE_PROACTIVE_H_
