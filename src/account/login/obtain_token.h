// SPDX-License-Identifier: Apache-2.0
// How `login` gets a token: from a browser, a script or a paste.

#ifndef HF_SRC_ACCOUNT_LOGIN_OBTAIN_TOKEN_H_
#define HF_SRC_ACCOUNT_LOGIN_OBTAIN_TOKEN_H_

#include <optional>
#include <string>

#include "src/account/login/login_ui.h"
#include "src/account/login/save_login.h"
#include "src/hub/endpoint.h"
#include "src/store/store_paths.h"

namespace hf {

/// What the command line says.
struct LoginOptions {
  bool from_stdin = false;
  std::optional<std::string> file;
  std::string name;
  std::optional<std::string> endpoint;
  bool force = false;
  bool keyring = false;
  bool no_verify = false;
  bool no_configure = false;
  bool json = false;

  bool GivesToken() const { return from_stdin || file; }
};

/// One login on its way.
struct Attempt {
  const Environment& environment;
  const LoginOptions& options;
  Endpoint hub;
  StorePaths paths;
  LoginUi& report;

  /// A variable could be planted; an option is the person's own word.
  std::string ClientId() const;
};

/// Gets a token in the way that the options or the person choose, and verifies
/// it unless they say otherwise; nothing when they choose none. Nothing has
/// been saved when it fails.
Result<std::optional<NewLogin>> ObtainToken(const Attempt& attempt);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_LOGIN_OBTAIN_TOKEN_H_
