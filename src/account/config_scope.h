// SPDX-License-Identifier: Apache-2.0
// Which configuration file `configure` and `unconfigure` are about.

#ifndef HF_SRC_ACCOUNT_CONFIG_SCOPE_H_
#define HF_SRC_ACCOUNT_CONFIG_SCOPE_H_

#include <optional>
#include <string>
#include <vector>

#include "src/account/command_line.h"
#include "src/account/git.h"
#include "src/environment.h"

namespace hf {

/// The options that both verbs have.
struct ConfigOptions {
  bool system = false;
  bool local = false;
  std::optional<std::string> file;
  std::vector<std::string> endpoints;
  bool proactive = false;  ///< Only `configure` has it.
};

void AddConfigOptions(CLI::App& app, ConfigOptions& options);

/// The absolute path of the file that \a options name: git's global one unless
/// they say otherwise (git-config(1), "FILES"). Fails with kUsage outside a
/// repository when that is asked for, for an empty name, and without a HOME.
Result<std::string> ConfigFileOf(const ConfigOptions& options, const Git& git,
                                 const Environment& environment);

/// The further Hubs that \a options and HF_ENDPOINT name.
Result<std::vector<Endpoint>> EndpointsOf(const ConfigOptions& options,
                                          const Environment& environment);

/// Says on stderr when a variable makes the user's git read another file than
/// the one that \a options name.
void WarnOfOtherFile(const ConfigOptions& options,
                     const Environment& environment);

/// This installation's git-credential-hf, absolute. Fails with kUnavailable
/// when it is not there.
Result<std::string> HelperProgram();

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_CONFIG_SCOPE_H_
