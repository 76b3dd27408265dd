// SPDX-License-Identifier: Apache-2.0
// Writing our helper into git's configuration, whole or not at all.

#ifndef HF_SRC_ACCOUNT_CONFIGURE_ADD_HELPER_H_
#define HF_SRC_ACCOUNT_CONFIGURE_ADD_HELPER_H_

#include <string>

#include "src/account/configure/config_scope.h"
#include "src/account/configure/helper_sections.h"
#include "src/hub/endpoint.h"

namespace hf {

/// What there was to write, and what came of it.
struct ConfigureResult {
  std::string path;             ///< The file.
  Registrations hubs;           ///< Those that were wanted.
  std::string lines;            ///< What a person can add where we could not.
  Result<bool> written{false};  ///< False: it was there already.
};

/// What git is to ask us about.
struct WantedHubs {
  std::vector<Endpoint> hubs;         ///< These and no others.
  std::vector<Endpoint> proactive{};  ///< Of these, where git sends a token
                                      ///< with its first request.
};

/// Registers this installation for \a wanted, in the file that \a options name,
/// and verifies that git sees it; otherwise the file gets its old bytes.
/// `written` is an error when the file cannot be changed. Fails when it cannot
/// even be told what to write: without git, say.
Result<ConfigureResult> AddHelper(const ConfigOptions& options,
                                  const WantedHubs& wanted,
                                  const Environment& environment);

/// The URLs of \a hubs.
std::vector<std::string> UrlsOf(const Registrations& hubs);

/// Says on stderr when git reads another helper after ours, which may keep
/// copies of tokens.
void WarnOfLaterHelper(const ConfigureResult& registering,
                       const Environment& environment);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_CONFIGURE_ADD_HELPER_H_
