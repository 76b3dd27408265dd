// SPDX-License-Identifier: Apache-2.0
// The user interface of `login`: texts for the user, or JSON for a program.

#ifndef HF_SRC_ACCOUNT_LOGIN_LOGIN_UI_H_
#define HF_SRC_ACCOUNT_LOGIN_LOGIN_UI_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/account/oauth/device_flow.h"
#include "src/account/terminal/paragraph.h"
#include "src/hub/endpoint.h"
#include "src/system/environment.h"
#include "src/text/message.h"

namespace hf {

/// A login that succeeded, or that was there already.
struct LoginResult {
  std::string name;                    ///< In the store; may be empty.
  std::optional<std::string> account;  ///< Nothing when it was not verified.
  std::optional<std::string> role;
  std::optional<std::int64_t> expires_at;  ///< Unix seconds.
  bool renews = false;                     ///< It has a refresh token.
  std::string endpoint;
  bool at_official_hub = false;
  std::string store;                         ///< The file of stored tokens.
  std::string_view place = "file";           ///< Or "keyring", or "command".
  std::optional<std::string> git;            ///< The git config file.
  bool git_changed = false;                  ///< This login has changed it.
  std::vector<std::string> git_urls{};       ///< The URLs configured there.
  std::optional<std::string> overridden_by;  ///< The name of a variable.
};

/// Why git could not be configured after a login that succeeded.
struct GitConfigError {
  std::string lines;  ///< Lines that the user can add to git's configuration;
                      ///< may be empty.
  Error error;
};

/// Shows each step of a login, and waits between two polls.
class LoginUi : public PollTimer {
 public:
  /// On stderr, so that a program that reads stdout is not disturbed.
  void ShowNotices(Notices& notices) { PrintWrappedNotices(notices); }
  void ShowNotice(Notice notice) {
    Notices one = {std::move(notice)};
    PrintWrappedNotices(one);
  }

  /// Called first, before any question and any request.
  virtual void ShowHub(const Endpoint& hub) = 0;

  /// Shows \a code, which the user must approve.
  virtual void ShowCode(const DeviceCode& code) = 0;

  virtual void ShowLogin(const LoginResult& result) = 0;
  virtual void ShowExistingLogin(const LoginResult& result) = 0;
  /// Called last, when git uses the login: says what the user can do now.
  virtual void ShowNextStep(const LoginResult& result) = 0;

  virtual void ShowGitError(const GitConfigError& reason) = 0;
  virtual void ShowError(const Error& error) = 0;
};

/// Prints texts on stderr and the result on stdout. On a terminal it also shows
/// a QR code and the time that is left, and offers to open a browser.
std::unique_ptr<LoginUi> NewTerminalUi(const Environment& environment);

/// Prints JSON objects on stdout, one on each line, each with an `event`;
/// git-credential-hf(1) lists the events.
std::unique_ptr<LoginUi> NewJsonUi();

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_LOGIN_LOGIN_UI_H_
