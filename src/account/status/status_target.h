// SPDX-License-Identifier: Apache-2.0
// What `status` is asked about, and where git's configuration for it is.

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

/// Git as it is here: in the current directory's repository, if there is one.
struct GitContext {
  Git git;
  std::string directory;               ///< The top of the repository, or `/`.
  std::vector<ConfigEntry> effective;  ///< What git reads in `directory`.
  std::vector<ConfigEntry> global;     ///< What it reads outside of it.
};

/// Fails when there is no git, or when it cannot read its configuration.
Result<GitContext> FindGitContext(const Environment& environment);

struct StatusTarget {
  std::string url;  ///< Without a user.
  Endpoint hub;
  std::optional<std::string> username;  ///< Of the URL, or git's configuration.
  std::optional<std::string> path;

  TokenRequest request() const { return {hub, username, path}; }
};

/// What a person means by \a words: a URL, `OWNER/NAME` on the Hub that they
/// talk to, or, when there are none, the `origin` of the repository or that
/// Hub. Fails with kUsage for anything else, and for what is not at one of
/// RegisteredHubs() outside of any repository; \a git may be null.
Result<StatusTarget> TargetOf(const Context& context,
                              const std::optional<std::string>& words,
                              const GitContext* git);

/// The one of \a hubs that \a url is at, or nothing.
std::optional<Endpoint> HubAt(const std::vector<Endpoint>& hubs,
                              const Url& url);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_STATUS_TARGET_H_
