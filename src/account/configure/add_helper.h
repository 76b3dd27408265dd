// SPDX-License-Identifier: Apache-2.0
// Configures git to use this helper. helper_sections.h describes the steps.

#ifndef HF_SRC_ACCOUNT_CONFIGURE_ADD_HELPER_H_
#define HF_SRC_ACCOUNT_CONFIGURE_ADD_HELPER_H_

#include <string>

#include "src/account/configure/config_scope.h"
#include "src/account/configure/helper_sections.h"
#include "src/hub/endpoint.h"
#include "src/text/message.h"

namespace hf {

struct ConfigureResult {
  std::string path;             ///< The configuration file.
  HelperSections hubs;          ///< The sections for the wanted Hubs.
  std::string lines;            ///< Their text, for the user to add by hand if
                                ///< `written` is an error.
  Result<bool> written{false};  ///< False: the file had the sections already.
  Notices notices{};
};

/// The Hubs for which git must run this helper.
struct WantedHubs {
  std::vector<Endpoint> hubs;
  std::vector<Endpoint> proactive{};  ///< Of `hubs`, those for which git must
                                      ///< send a token with its first request.
};

/// Adds the sections for \a wanted to the file that \a options name, and checks
/// that git sees them; otherwise it writes the old bytes back. `written` is an
/// error when the file cannot be changed. Fails when the sections cannot be
/// made, for example when there is no git.
Result<ConfigureResult> AddHelper(const ConfigOptions& options,
                                  const WantedHubs& wanted,
                                  const Environment& environment);

/// The URLs of \a hubs.
std::vector<std::string> UrlsOf(const HelperSections& hubs);

/// Adds a notice when git runs another helper after this one, which may save
/// copies of tokens.
void AddLaterHelper(const ConfigureResult& result,
                    const Environment& environment, Notices& notices);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_CONFIGURE_ADD_HELPER_H_
