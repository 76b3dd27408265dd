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

/// Prints a line of the instructions, or lines on a narrow terminal.
void PrintIndented(const char* text) {
  constexpr std::size_t kIndent = 2;
  const std::string indented = std::string(kIndent, ' ') + text;
  fprintf(stderr, "%s\n",
          Wrapped(indented, Columns(STDERR_FILENO), kIndent).c_str());
}

/// Minutes and seconds, for example "14:32".
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

  void ShowHub(const Endpoint& hub) override {
    if (!hub.is_official()) PrintWrappedNotice("logging in to " + hub.url());
  }

  void ShowCode(const DeviceCode& code) override;
  void Wait(int seconds, int seconds_left) override;
  void ShowLogin(const LoginResult& result) override;
  void ShowExistingLogin(const LoginResult& result) override;
  void ShowNextStep(const LoginResult& result) override;
  void ShowGitError(const GitConfigError& reason) override;
  void ShowError(const Error&) override { EndLine(); }  // main() prints it.

 private:
  void ShowQrCode(const std::string& url) const;
  void PrintGit(const LoginResult& result) const;
  void WaitOnTerminal(int seconds, int seconds_left);
  void WaitWithoutTerminal(int seconds, int seconds_left);
  void ShowTimeLeft(int seconds);
  void EndLine();

  const Environment& environment_;
  const bool on_terminal_;
  std::string browser_url_;  // The page that Enter opens; empty for none.
  bool in_line_ = false;     // The cursor is in the line of ShowTimeLeft().
  int shown_left_ = 0;       // The seconds left that were last printed.
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

void TerminalUi::ShowCode(const DeviceCode& code) {
  ShowQrCode(code.complete_url);
  fputc('\n', stderr);
  PrintIndented("Open this page in any browser:");
  fprintf(stderr, "\n    %s\n\n", code.complete_url.c_str());
  PrintIndented("and check that it shows this code, or enter it:");
  fprintf(stderr, "\n    %s\n\n", code.user_code.c_str());
  PrintIndented("Approve it only if you have just run this command yourself.");
  PrintIndented("Never approve a code that somebody has sent you.");
  fputc('\n', stderr);
  if (IsInteractive(environment_) && CanOpenBrowser(environment_)) {
    browser_url_ = code.complete_url;
    PrintIndented("Press Enter to open the page here.");
  }
  fflush(stderr);
  shown_left_ = code.lifetime + 1;
}

void TerminalUi::Wait(int seconds, int seconds_left) {
  if (on_terminal_) {
    WaitOnTerminal(seconds, seconds_left);
  } else {
    WaitWithoutTerminal(seconds, seconds_left);
  }
}

void TerminalUi::ShowTimeLeft(int seconds) {
  fprintf(stderr, "\r  waiting for the approval, %s left ",
          MinutesAndSeconds(seconds).c_str());
  fflush(stderr);
  in_line_ = true;
}

/// Waits one second at a time; Enter opens the browser.
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
    sleep(1);  // poll() has returned early; this second must pass, too.
  }
}

/// Prints a line each minute, for a log or a notebook.
void TerminalUi::WaitWithoutTerminal(int seconds, int seconds_left) {
  constexpr int kMinute = 60;
  if (shown_left_ - seconds_left >= kMinute ||
      shown_left_ > seconds_left + seconds) {
    fprintf(stderr, "  waiting for the approval, %s left\n",
            MinutesAndSeconds(seconds_left).c_str());
    fflush(stderr);
    shown_left_ = seconds_left;
  }
  sleep(static_cast<unsigned>(seconds));
}

void TerminalUi::EndLine() {
  if (std::exchange(in_line_, false)) fputc('\n', stderr);
}

/// On stdout, as all results of a verb; on a terminal, in lines that fit.
void PrintResult(const std::string& text) {
  std::string line = EscapeForTerminal(text);
  if (isatty(STDOUT_FILENO)) line = Wrapped(line, Columns(STDOUT_FILENO), 2);
  printf("%s\n", line.c_str());
}

/// \a path, with `~` in place of the user's home directory.
std::string WithTilde(const Environment& environment, const std::string& path) {
  std::string home(environment.Find("HOME").value_or(""));
  if (!home.ends_with('/')) home += '/';
  if (home == "/" || !path.starts_with(home)) return path;
  return "~/" + path.substr(home.size());
}

void TerminalUi::PrintGit(const LoginResult& result) const {
  if (!result.git) return;
  std::string line =
      result.git_changed ? "git now uses it" : "git already uses it";
  if (!result.at_official_hub) line += " for " + result.endpoint;
  PrintResult(line + " (" + WithTilde(environment_, *result.git) + ")");
}

void TerminalUi::ShowNextStep(const LoginResult& result) {
  if (!result.git) return;
  // One line, so that the user can copy it.
  fprintf(stderr, "next:\n  git clone %s/OWNER/NAME\n",
          EscapeForTerminal(result.endpoint).c_str());
}

std::string SavedWhere(const LoginResult& result) {
  if (result.place == "keyring") return "saved in the keyring, and in no file";
  if (result.place == "command") {
    return "its command is saved in '" + result.store +
           "', and the token in no file";
  }
  return "saved in '" + result.store + "'";
}

void TerminalUi::ShowLogin(const LoginResult& result) {
  EndLine();
  std::string line = "logged in";
  if (result.account) line += " as " + *result.account;
  line += " with the token '" + result.name + "'";
  if (result.role) line += " (role " + *result.role + ")";
  PrintResult(line);
  line = SavedWhere(result);
  if (result.expires_at) {
    line += ", valid until " + LocalDate(*result.expires_at);
    if (result.renews) line += " and renewed automatically";
  }
  PrintResult(line);
  PrintGit(result);
  fflush(stdout);
}

/// Prints the lines as `configure` does; main() prints the error.
void TerminalUi::ShowGitError(const GitConfigError& reason) {
  if (reason.lines.empty()) return;
  printf("# add these lines to git's configuration:\n%s", reason.lines.c_str());
  fflush(stdout);
}

void TerminalUi::ShowExistingLogin(const LoginResult& result) {
  std::string line = "already logged in";
  if (result.account) line += " as " + *result.account;
  if (!result.name.empty()) line += " with the token '" + result.name + "'";
  if (result.overridden_by) line += " by " + *result.overridden_by;
  PrintResult(line);
  PrintGit(result);
  fflush(stdout);
  PrintWrappedHint("to log in again: git-credential-hf login --force");
}

}  // namespace

std::unique_ptr<LoginUi> NewTerminalUi(const Environment& environment) {
  return std::make_unique<TerminalUi>(environment);
}

}  // namespace hf
