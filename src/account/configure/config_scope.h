// SPDX-License-Identifier: Apache-2.0
// Which configuration file `configure` and `unconfigure` are about.

#ifndef HF_SRC_ACCOUNT_CONFIGURE_CONFIG_SCOPE_H_
#define HF_SRC_ACCOUNT_CONFIGURE_CONFIG_SCOPE_H_

#include <optional>
#include <string>
#include <vector>

#include "src/account/git/git.h"
#include "src/hub/endpoint.h"
#include "src/system/environment.h"

namespace hf {

/// The options that both verbs have.
struct ConfigOptions {
  bool system = false;
  bool local = false;
  std::optional<std::string> file;
  std::vector<std::string> endpoints;
};

/// The absolute path of the file that \a options name: unless they say
/// otherwise the one that `git config --global` would write. Fails with kUsage
/// outside a repository when that is asked for, for an empty name, also in
/// GIT_CONFIG_GLOBAL, and where neither that nor HOME is set.
Result<std::string> ConfigFileOf(const ConfigOptions& options, const Git& git,
                                 const Environment& environment);

/// The Hubs that \a options name. Fails with kUsage for what is no Hub's URL.
Result<std::vector<Endpoint>> EndpointsOf(const ConfigOptions& options);

/// Says on stderr when a variable keeps the user's git from reading the file
/// that \a options name.
void WarnOfUnreadFile(const ConfigOptions& options,
                      const Environment& environment);

/// This installation's git-credential-hf, absolute. Fails with kUnavailable
/// when it is not there.
Result<std::string> HelperProgram();

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_CONFIGURE_CONFIG_SCOPE_H_
