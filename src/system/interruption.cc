// SPDX-License-Identifier: Apache-2.0
#include "src/system/interruption.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hf {
namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

// The signal handler reads these; they change only while the signals are
// blocked.
volatile pid_t running_child = 0;
char scratch_folder[PATH_MAX];
char scratch_files[2][PATH_MAX];

sigset_t HandledSignals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : kSignals) sigaddset(&set, signal);
  return set;
}

/// First kills the child, which could write to the folder again. Before
/// waitpid() no other process can have the child's number.
void CleanUp() {
  const pid_t child = running_child;
  if (child > 0) {
    kill(-child, SIGKILL);
    kill(child, SIGKILL);
    while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) continue;
  }
  if (scratch_folder[0] == '\0') return;
  for (const char* file : scratch_files) unlink(file);
  rmdir(scratch_folder);
}

void Interrupted(int signal_number) {
  constexpr int kInterrupted = 130;
  CleanUp();
  if (signal_number == SIGINT) {
    if (write(STDERR_FILENO, "\n", 1) < 0) _exit(kInterrupted);
    _exit(kInterrupted);
  }
  // The signal is blocked in this function, and is delivered after it.
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

bool IsIgnored(int signal_number) {
  struct sigaction now;
  return sigaction(signal_number, nullptr, &now) == 0 &&
         now.sa_handler == SIG_IGN;
}

}  // namespace

void EndCleanlyOnSignals() {
  struct sigaction action = {};
  action.sa_handler = Interrupted;
  action.sa_mask = HandledSignals();
  for (const int signal_number : kSignals) {
    if (!IsIgnored(signal_number)) sigaction(signal_number, &action, nullptr);
  }
}

SignalsHeld::SignalsHeld() {
  const sigset_t handled = HandledSignals();
  sigprocmask(SIG_BLOCK, &handled, &before_);
}

SignalsHeld::~SignalsHeld() { sigprocmask(SIG_SETMASK, &before_, nullptr); }

void ForgetSignals() {
  for (const int signal_number : kSignals) {
    if (!IsIgnored(signal_number)) signal(signal_number, SIG_DFL);
  }
  signal(SIGPIPE, SIG_DFL);
  signal(SIGXFSZ, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

void NoteRunningChild(pid_t child) { running_child = child; }

void NoteScratchFolder(const std::string& path) {
  const SignalsHeld held;
  scratch_folder[0] = '\0';
  const char* const names[] = {"/config", "/config.lock"};
  if (path.empty() || path.size() + sizeof "/config.lock" > PATH_MAX) return;
  for (int at = 0; at < 2; ++at) {
    snprintf(scratch_files[at], PATH_MAX, "%s%s", path.c_str(), names[at]);
  }
  snprintf(scratch_folder, PATH_MAX, "%s", path.c_str());
}

}  // namespace hf
