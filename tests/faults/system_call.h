// SPDX-License-Identifier: Apache-2.0
// The system call at which a traced process has stopped.

#ifndef HF_TESTS_FAULTS_SYSTEM_CALL_H_
#define HF_TESTS_FAULTS_SYSTEM_CALL_H_

#include <sys/types.h>

#include <string>

/// A system call that a process is about to make; its number is -1 if the
/// process has just returned from one.
struct SystemCall {
  long number = -1;
  unsigned long long arguments[3] = {};
  long result = 0;  ///< Of the call that has returned.
};

SystemCall CallOf(pid_t pid);

/// The name for the report. A read from a pipe and a write to one have names of
/// their own, because no disk can make them fail.
const char* NameOf(pid_t pid, const SystemCall& call);

/// Gives the system call of \a pid the result \a error. One that it is about
/// to make is not carried out if it is not \a done: it loses its number.
void SetError(pid_t pid, long error, bool done);

/// What \a pid has in its memory at \a address.
std::string BytesOf(pid_t pid, unsigned long long address, std::size_t count);

#endif  // HF_TESTS_FAULTS_SYSTEM_CALL_H_
