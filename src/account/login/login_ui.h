// SPDX-License-Identifier: Apache-2.0
// What `login` tells while it works: to a person, or to a program.

#ifndef HF_SRC_ACCOUNT_LOGIN_LOGIN_UI_H_
#define HF_SRC_ACCOUNT_LOGIN_LOGIN_UI_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "src/account/oauth/device_flow.h"
#include "src/hub/endpoint.h"
#include "src/system/environment.h"

namespace hf {

/// How a login ended well.
struct LoginResult {
  std::string name;                    ///< In the store; may be empty.
  std::optional<std::string> account;  ///< Unknown when it was not verified.
  std::optional<std::string> role;
  std::optional<std::int64_t> expires_at;  ///< Unix seconds.
  bool renews = false;                     ///< It is refreshed by itself.
  std::string endpoint;
  std::string store;                         ///< The file that has it.
  bool in_keyring = false;                   ///< No file has it.
  std::optional<std::string> git;            ///< The file that tells git of us.
  std::vector<std::string> git_urls{};       ///< For these URLs.
  std::optional<std::string> overridden_by;  ///< A variable.
};

/// Why git is not told of a login, which holds all the same.
struct GitNotTold {
  std::string lines;  ///< What a person can add to git's configuration; may be
                      ///< empty.
  Error error;
};

/// Hears of each step. Also lets the time pass while a person approves.
class LoginUi : public PollTimer {
 public:
  /// Before anything is asked or sent.
  virtual void Begins(const Endpoint& hub) = 0;

  /// The person now has to approve \a code.
  virtual void HasCode(const DeviceCode& code) = 0;

  virtual void LoggedIn(const LoginResult& result) = 0;
  virtual void IsLoggedInAlready(const LoginResult& result) = 0;
  virtual void CannotTellGit(const GitNotTold& reason) = 0;
  virtual void Failed(const Error& error) = 0;
};

/// Sentences on stderr, the result on stdout; on a terminal also a QR code, the
/// offer to open a browser and the time that is left.
std::unique_ptr<LoginUi> NewTerminalUi(const Environment& environment);

/// One JSON object a line on stdout, each with an `event`; git-credential-hf(1)
/// lists them.
std::unique_ptr<LoginUi> NewJsonUi();

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_LOGIN_LOGIN_UI_H_
