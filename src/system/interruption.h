// SPDX-License-Identifier: Apache-2.0
// Cleaning up when a signal ends this process: kills the program that it waits
// for, and removes the scratch folder of both.

#ifndef HF_SRC_SYSTEM_INTERRUPTION_H_
#define HF_SRC_SYSTEM_INTERRUPTION_H_

#include <signal.h>
#include <sys/types.h>

#include <string>

namespace hf {

/// Handles SIGINT, SIGTERM, SIGHUP and SIGQUIT, except those that the parent
/// process ignores: they then kill the running child, remove the scratch folder
/// and end this process. SIGINT ends it with the exit status 130 and a line end
/// on stderr, for the shell's prompt; the others end it as they end any
/// process.
void EndCleanlyOnSignals();

/// Blocks these signals until it is destroyed.
class SignalsHeld {
 public:
  SignalsHeld();
  ~SignalsHeld();
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;

 private:
  sigset_t before_;
};

/// To be called in a forked child before exec: blocks no signal, and restores
/// the default action of those that this process handles or ignores.
void ForgetSignals();

/// Sets the child to kill, with its process group; 0 for none.
void NoteRunningChild(pid_t child);

/// Sets the folder to remove, with its files `config` and `config.lock`; an
/// empty path for none. Ignores a path that is longer than PATH_MAX.
void NoteScratchFolder(const std::string& path);

}  // namespace hf

#endif  // HF_SRC_SYSTEM_INTERRUPTION_H_
