// SPDX-License-Identifier: Apache-2.0
#include <poll.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

#include "src/account/login/login_ui.h"
#include "src/account/terminal/browser.h"
#include "src/account/terminal/dates.h"
#include "src/account/terminal/qr_code.h"
#include "src/account/terminal/terminal.h"
#include "src/hub/endpoint.h"
#include "src/text/message.h"

namespace hf {
namespace {

/// "14:32", as a clock that runs backwards.
std::string MinutesAndSeconds(int seconds) {
  char text[32];
  snprintf(text, sizeof text, "%d:%02d", seconds / 60, seconds % 60);
  return text;
}

class TerminalUi : public LoginUi {
 public:
  explicit TerminalUi(const Environment& environment)
      : environment_(environment),
        on_terminal_(isatty(STDERR_FILENO) && !IsInNotebook(environment)) {}

  void Begins(const Endpoint& hub) override {
    if (!hub.is_official()) PrintNotice("logging in to " + hub.url());
  }

  void HasCode(const DeviceCode& code) override;
  void Wait(int seconds, int seconds_left) override;
  void LoggedIn(const LoginResult& result) override;
  void IsLoggedInAlready(const LoginResult& result) override;
  void CannotTellGit(const GitNotTold& reason) override;
  void Failed(const Error&) override { EndLine(); }  // main() prints it.

 private:
  void ShowQrCode(const std::string& url) const;
  void WaitOnTerminal(int seconds, int seconds_left);
  void WaitElsewhere(int seconds, int seconds_left);
  void ShowTimeLeft(int seconds);
  void EndLine();

  const Environment& environment_;
  const bool on_terminal_;
  std::string browser_url_;  // What Enter opens; empty when it opens nothing.
  bool in_line_ = false;     // The line of the time left has not ended.
  int said_at_ = 0;          // Seconds left when we last said so.
};

void TerminalUi::ShowQrCode(const std::string& url) const {
  constexpr std::size_t kOtherLines = 10;
  winsize size;
  if (!on_terminal_ || !IsUtf8Terminal(environment_) ||
      ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 ||
      size.ws_row <= kOtherLines) {
    return;
  }
  const auto picture = QrCode(url, size.ws_col, size.ws_row - kOtherLines,
                              !environment_.Has("NO_COLOR"));
  if (picture) fprintf(stderr, "\n%s", picture->c_str());
}

void TerminalUi::HasCode(const DeviceCode& code) {
  ShowQrCode(code.complete_url);
  fprintf(stderr,
          "\n  Open this page in any browser:\n\n    %s\n\n"
          "  and see that it shows this code, or enter it:\n\n    %s\n\n"
          "  Approve it only because you have just run this command yourself; "
          "nobody\n  has a reason to send you a code.\n\n",
          code.complete_url.c_str(), code.user_code.c_str());
  if (HasPerson(environment_) && CanOpenBrowser(environment_)) {
    browser_url_ = code.complete_url;
    fputs("  Press Enter to open the page here.\n", stderr);
  }
  fflush(stderr);
  said_at_ = code.lifetime + 1;
}

void TerminalUi::Wait(int seconds, int seconds_left) {
  if (on_terminal_) {
    WaitOnTerminal(seconds, seconds_left);
  } else {
    WaitElsewhere(seconds, seconds_left);
  }
}

void TerminalUi::ShowTimeLeft(int seconds) {
  fprintf(stderr, "\r  waiting for the approval, %s left ",
          MinutesAndSeconds(seconds).c_str());
  fflush(stderr);
  in_line_ = true;
}

/// A second at a time, with an ear for Enter.
void TerminalUi::WaitOnTerminal(int seconds, int seconds_left) {
  constexpr int kSecond = 1000;
  for (int passed = 0; passed < seconds; ++passed) {
    ShowTimeLeft(std::max(seconds_left - passed, 0));
    pollfd typed = {browser_url_.empty() ? -1 : STDIN_FILENO, POLLIN, 0};
    if (poll(&typed, 1, kSecond) <= 0) continue;
    char line[64];
    const ssize_t count = read(STDIN_FILENO, line, sizeof line);
    const std::string url = std::exchange(browser_url_, "");
    if (count <= 0) continue;
    const Result<void> opened = OpenBrowser(environment_, url);
    if (!opened.ok()) PrintError(opened.error());
    sleep(1);  // What is left of this second, or a little more.
  }
}

/// A line a minute, for a log or a notebook.
void TerminalUi::WaitElsewhere(int seconds, int seconds_left) {
  constexpr int kMinute = 60;
  if (said_at_ - seconds_left >= kMinute || said_at_ > seconds_left + seconds) {
    fprintf(stderr, "  waiting for the approval, %s left\n",
            MinutesAndSeconds(seconds_left).c_str());
    fflush(stderr);
    said_at_ = seconds_left;
  }
  sleep(static_cast<unsigned>(seconds));
}

void TerminalUi::EndLine() {
  if (std::exchange(in_line_, false)) fputc('\n', stderr);
}

/// On stdout, for the results of a verb go there.
void PrintGit(const LoginResult& result) {
  if (!result.git) return;
  printf("git asks this helper about %s, by '%s'\n",
         EscapeForTerminal(JoinWords(result.git_urls)).c_str(),
         EscapeForTerminal(*result.git).c_str());
}

void TerminalUi::LoggedIn(const LoginResult& result) {
  EndLine();
  std::string line = "logged in";
  if (result.account) line += " as " + *result.account;
  line += " with the token '" + result.name + "'";
  if (result.role) line += " (role " + *result.role + ")";
  printf("%s\n", EscapeForTerminal(line).c_str());
  line = result.in_keyring ? "saved in the keyring, and in no file"
                           : "saved in '" + result.store + "'";
  if (result.expires_at) {
    line += ", valid until " + LocalDate(*result.expires_at);
    if (result.renews) line += " and renewed by itself";
  }
  printf("%s\n", EscapeForTerminal(line).c_str());
  PrintGit(result);
  fflush(stdout);
}

/// As configure does; main() prints the reason.
void TerminalUi::CannotTellGit(const GitNotTold& reason) {
  if (reason.lines.empty()) return;
  printf("# add these lines to git's configuration:\n%s", reason.lines.c_str());
  fflush(stdout);
}

void TerminalUi::IsLoggedInAlready(const LoginResult& result) {
  std::string line = "already logged in";
  if (result.account) line += " as " + *result.account;
  if (!result.name.empty()) line += " with the token '" + result.name + "'";
  if (result.overridden_by) line += " by " + *result.overridden_by;
  printf("%s\n", EscapeForTerminal(line).c_str());
  PrintGit(result);
  fflush(stdout);
  PrintHint("to log in anew: git-credential-hf login --force");
}

}  // namespace

std::unique_ptr<LoginUi> NewTerminalUi(const Environment& environment) {
  return std::make_unique<TerminalUi>(environment);
}

}  // namespace hf
