// SPDX-License-Identifier: Apache-2.0
// What goes with this process when a signal ends it: the program that it waits
// for, and the scratch folder that the two of them use.

#ifndef HF_SRC_SYSTEM_INTERRUPTION_H_
#define HF_SRC_SYSTEM_INTERRUPTION_H_

#include <signal.h>
#include <sys/types.h>

#include <string>

namespace hf {

/// From now on SIGINT, SIGTERM, SIGHUP and SIGQUIT, those of them that the
/// caller does not ignore, kill the running child, remove the scratch folder
/// and end this process: SIGINT with the exit status 130 and a line end on
/// stderr, for the shell's prompt; the others as they end any process.
void EndCleanlyOnSignals();

/// Holds these signals back while it lives.
class SignalsHeld {
 public:
  SignalsHeld();
  ~SignalsHeld();
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;

 private:
  sigset_t before_;
};

/// What a forked child does before it becomes another program: no signal is
/// held back or handled by our code, and those that we ignore are not ignored.
void ForgetSignals();

/// Tells who is to be killed, with its process group; 0 for no child.
void NoteRunningChild(pid_t child);

/// Tells which folder is to be removed, with its files `config` and
/// `config.lock`; an empty name for none. A longer path than PATH_MAX is not
/// noted.
void NoteScratchFolder(const std::string& path);

}  // namespace hf

#endif  // HF_SRC_SYSTEM_INTERRUPTION_H_
