// SPDX-License-Identifier: Apache-2.0
#include "src/keyring/deadline.h"

#include <signal.h>
#include <unistd.h>

#include <string_view>

#include "src/protocol/keyring_program.h"

namespace hf {
namespace {

/// Before whoever runs us gives up, so that they hear why.
constexpr unsigned kServiceSeconds = kKeyringSeconds - 1;
constexpr unsigned kPersonSeconds = kKeyringDialogSeconds - kKeyringSeconds;

constexpr std::string_view kForPeople =
    "git-credential-hf: the keyring service does not answer\n"
    "hint: see whether it hangs, and start it again; nothing was changed "
    "here\n";
constexpr std::string_view kForPrograms =
    "error=the keyring service does not answer\n"
    "hint=see whether it hangs, and start it again; nothing was changed here\n";

void Say(int fd, std::string_view text) {
  // Whoever does not listen learns it from our status.
  if (write(fd, text.data(), text.size()) < 0) return;
}

/// In a signal's handler: no allocation, no locks.
void GiveUp(int) {
  Say(STDERR_FILENO, kForPeople);
  if (!isatty(STDOUT_FILENO)) Say(STDOUT_FILENO, kForPrograms);
  _exit(1);
}

}  // namespace

void SetServiceDeadline() {
  signal(SIGALRM, GiveUp);
  alarm(kServiceSeconds);
}

void SetDialogDeadline() { alarm(kPersonSeconds); }

}  // namespace hf
