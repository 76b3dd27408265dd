// SPDX-License-Identifier: Apache-2.0
// The URL that `status` checks, and git's configuration for it.

#ifndef HF_SRC_ACCOUNT_STATUS_STATUS_TARGET_H_
#define HF_SRC_ACCOUNT_STATUS_STATUS_TARGET_H_

#include <optional>
#include <string>
#include <vector>

#include "src/account/git/config.h"
#include "src/account/git/git.h"
#include "src/account/git/url.h"
#include "src/account/tokens/context.h"
#include "src/hub/endpoint.h"
#include "src/lookup/token_choice.h"

namespace hf {

/// git and its configuration in the current directory's repository, if there is
/// one.
struct GitContext {
  Git git;
  std::string directory;               ///< The top of the repository, or `/`.
  std::vector<ConfigEntry> effective;  ///< The settings in `directory`.
  std::vector<ConfigEntry> global;     ///< The settings outside of it.
};

/// True when the repository there has large files of git-lfs, or had some.
bool UsesLfs(const GitContext& context);

/// True when git-lfs is configured to upload with git-xet.
bool UsesXet(const GitContext& context);

/// Fails when there is no git, or when it cannot read its configuration.
Result<GitContext> FindGitContext(const Environment& environment);

struct StatusTarget {
  std::string url;  ///< Without a user.
  Endpoint hub;
  std::optional<std::string> username;  ///< From the URL, or git's settings.
  std::optional<std::string> path;
  bool is_ssh = false;  ///< The remote uses ssh; `url` is what git-lfs uses.
  bool is_rewritten = false;  ///< git uses a URL that is no Hub's in its place.

  TokenRequest request() const { return {hub, username, path}; }
};

/// The target for \a words: a URL, or `OWNER/NAME` on the Hub of \a context.
/// Without \a words it is the `origin` of the repository, also when that is a
/// Hub's ssh URL, else that Hub. Fails
/// with kUsage for anything else, and for a URL that does not belong to one of
/// ConfiguredHubs() in the global configuration. \a git may be null.
Result<StatusTarget> TargetOf(const Context& context,
                              const std::optional<std::string>& words,
                              const GitContext* git);

/// The target at \a url, which git does not rewrite any more; nothing when it
/// belongs to no Hub.
std::optional<StatusTarget> TargetAt(const GitContext& git,
                                     const std::string& url);

/// The URLs of \a hub; the official Hub has two.
std::vector<std::string> AddressesOf(const Endpoint& hub);

/// The Hub in \a hubs to which \a url belongs, or nothing.
std::optional<Endpoint> HubAt(const std::vector<Endpoint>& hubs,
                              const Url& url);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_STATUS_TARGET_H_
