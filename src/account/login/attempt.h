// SPDX-License-Identifier: Apache-2.0
// One run of `login`: its options, its Hub and its user interface.

#ifndef HF_SRC_ACCOUNT_LOGIN_ATTEMPT_H_
#define HF_SRC_ACCOUNT_LOGIN_ATTEMPT_H_

#include <optional>
#include <string>

#include "src/account/login/login_ui.h"
#include "src/account/tokens/context.h"
#include "src/hub/endpoint.h"
#include "src/store/store_paths.h"
#include "src/store/token_command.h"
#include "src/system/environment.h"

namespace hf {

/// The options on the command line.
struct LoginOptions {
  bool from_stdin = false;
  std::optional<std::string> file;
  std::string name;
  std::optional<std::string> endpoint;
  bool force = false;
  bool keyring = false;
  std::optional<TokenCommand> command;
  bool no_verify = false;
  bool no_configure = false;
  bool json = false;

  bool GivesToken() const { return from_stdin || file || command; }
};

struct Attempt {
  const Context& context;
  const LoginOptions& options;
  Endpoint hub;
  LoginUi& ui;

  const Environment& environment() const { return context.environment; }
  const StorePaths& paths() const { return context.paths.value(); }

  /// The OAuth client ID for this login. HF_DEVICE_CODE_OAUTH_CLIENT_ID counts
  /// only together with --endpoint, because the user may not have set the
  /// variable.
  std::string ClientId() const;
};

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_LOGIN_ATTEMPT_H_
