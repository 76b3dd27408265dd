// SPDX-License-Identifier: Apache-2.0
#include "src/keyring/deadline.h"

#include <signal.h>
#include <unistd.h>

#include <string_view>

#include "src/protocol/keyring_program.h"

namespace hf {
namespace {

/// One second less than the caller waits, so that it gets the message.
constexpr unsigned kServiceSeconds = kKeyringSeconds - 1;
constexpr unsigned kDialogSeconds = kKeyringDialogSeconds - kKeyringSeconds;

constexpr std::string_view kMessage =
    "git-credential-hf: the keyring service does not answer\n"
    "hint: check whether it hangs, and start it again; nothing was changed "
    "here\n";
constexpr std::string_view kAnswer =
    "error=the keyring service does not answer\n"
    "hint=check whether it hangs, and start it again; nothing was changed "
    "here\n";

void Write(int fd, std::string_view text) {
  // If the pipe is closed, the exit status says it.
  if (write(fd, text.data(), text.size()) < 0) return;
}

/// In a signal's handler: no allocation, no locks.
void EndWithMessage(int) {
  Write(STDERR_FILENO, kMessage);
  if (!isatty(STDOUT_FILENO)) Write(STDOUT_FILENO, kAnswer);
  _exit(1);
}

}  // namespace

void SetServiceDeadline() {
  signal(SIGALRM, EndWithMessage);
  alarm(kServiceSeconds);
}

void SetDialogDeadline() { alarm(kDialogSeconds); }

}  // namespace hf
