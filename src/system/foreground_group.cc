// SPDX-License-Identifier: Apache-2.0
#include "src/system/foreground_group.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

namespace hf {

ForegroundGroup::ForegroundGroup(bool is_wanted) {
  if (!is_wanted) return;
  UniqueFd terminal(open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
  if (!terminal.ok() || tcgetpgrp(terminal.get()) != getpgrp()) return;
  terminal_ = std::move(terminal);
}

ForegroundGroup::~ForegroundGroup() { Give(getpgrp()); }

void ForegroundGroup::Give(pid_t group) const {
  if (!terminal_.ok()) return;
  // A process in the background that changes this is stopped otherwise.
  sigset_t stop, before;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTTOU);
  sigprocmask(SIG_BLOCK, &stop, &before);
  tcsetpgrp(terminal_.get(), group);
  sigprocmask(SIG_SETMASK, &before, nullptr);
}

}  // namespace hf
