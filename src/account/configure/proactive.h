// SPDX-License-Identifier: Apache-2.0
// The setting http.<URL>.proactiveAuth, with which git 2.46 and later send a
// token with their first request. Without a token git then asks for a user
// name, even for a public repository, and a helper cannot prevent it
// (git-credential(1)).

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
#include "src/text/message.h"

namespace hf {

/// True when the store has a token that can be sent to \a hub now. Ignores a
/// token in a variable, which may not be set in every shell that runs git.
bool HasLogin(const Environment& environment, const Endpoint& hub);

/// The setting in \a entries that makes git send a token for \a url with its
/// first request; nothing when there is none, or it is off.
std::optional<ConfigEntry> ProactiveEntryFor(
    const std::vector<ConfigEntry>& entries, const std::string& url);

/// Removes the ProactiveSectionText() of the URLs for which \a accepts is true
/// from the file \a path. Returns these URLs; fails as ReplaceConfigFile().
Result<std::vector<std::string>> RemoveProactive(
    const Git& git, const std::string& path,
    const std::function<bool(std::string_view url)>& accepts);

struct RemovedProactive {
  std::vector<std::string> urls;  ///< Those whose setting is removed now.
  std::string path;               ///< From this file.
  Notices notices;                ///< What could not be removed, and how to.
};

/// After a logout: removes the setting for all Hubs without a login from git's
/// global file.
RemovedProactive RemoveUnusedProactive(const Environment& environment);

/// After a token was rejected: when git sends a token to \a hub with its first
/// request and there is none, adds a notice with how to remove the setting.
void AddProactive(const Environment& environment, const Endpoint& hub,
                  Notices& notices);

/// A notice that explains why git asks for a user name: the setting in the file
/// \a path makes git send a token to \a urls, and there is no token.
std::string ProactiveNotice(const std::string& urls, const std::string& path);

/// The command that removes the setting from \a file, for the user to copy.
/// Empty when the file's name cannot be copied from a terminal.
std::string ProactiveHint(const Environment& environment, const Git& git,
                          const std::string& file);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_CONFIGURE_PROACTIVE_H_
