// SPDX-License-Identifier: Apache-2.0
// The configuration file and the Hubs that `configure` and `unconfigure`
// change.

#ifndef HF_SRC_ACCOUNT_CONFIGURE_CONFIG_SCOPE_H_
#define HF_SRC_ACCOUNT_CONFIGURE_CONFIG_SCOPE_H_

#include <optional>
#include <string>
#include <vector>

#include "src/account/git/git.h"
#include "src/hub/endpoint.h"
#include "src/system/environment.h"
#include "src/text/message.h"

namespace hf {

/// The options of both verbs.
struct ConfigOptions {
  bool system = false;
  bool local = false;
  std::optional<std::string> file;
  std::vector<std::string> endpoints;
};

/// The absolute path of the file that \a options name. Without an option it is
/// the file that `git config --global` writes. Fails with kUsage for --local
/// outside a repository, for an empty name in --file or GIT_CONFIG_GLOBAL, and
/// when neither GIT_CONFIG_GLOBAL nor HOME is set.
Result<std::string> ConfigFileOf(const ConfigOptions& options, const Git& git,
                                 const Environment& environment);

/// The Hubs that \a options name. Fails with kUsage for a URL that cannot be a
/// Hub's.
Result<std::vector<Endpoint>> EndpointsOf(const ConfigOptions& options);

/// Adds a notice when git does not read the file that \a options name,
/// because of GIT_CONFIG_NOSYSTEM.
void AddUnreadFile(const ConfigOptions& options, const Environment& environment,
                   Notices& notices);

/// The absolute path of this installation's git-credential-hf. Fails with
/// kUnavailable when it does not exist.
Result<std::string> HelperProgram();

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_CONFIGURE_CONFIG_SCOPE_H_
