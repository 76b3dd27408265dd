// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/effects.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

void Effects::Begin(pid_t pid) {
  has_begun_ = true;
  fprintf(report_, "%d\n", pid);
  fflush(report_);
  raise(SIGSTOP);
}

void Effects::Add(pid_t pid, const SystemCall& call) {
  if (!has_begun_) return;
  if (call.number < 0) {
    if (reads_to_ != 0 && call.result > 0) {
      Print("input",
            BytesOf(pid, reads_to_, static_cast<std::size_t>(call.result)));
    }
    reads_to_ = 0;
    return;
  }
  const auto& [first, second, third] = call.arguments;
  fprintf(report_, "call %s\n", NameOf(pid, call));
  if (call.number == SYS_read && first == STDIN_FILENO) reads_to_ = second;
  if (call.number == SYS_write) {
    fprintf(report_, "to %llu\n", first);
    Print("output", BytesOf(pid, second, static_cast<std::size_t>(third)));
  }
  if (call.number == SYS_exit_group) End(static_cast<int>(first));
}

void Effects::Print(const char* what, const std::string& bytes) {
  fprintf(report_, "%s ", what);
  for (const char byte : bytes) {
    fprintf(report_, "%02x", static_cast<unsigned char>(byte));
  }
  fputc('\n', report_);
}

void Effects::End(int status) {
  fprintf(report_, "exit %d\n", status);
  _exit(fclose(report_) == 0 ? EXIT_SUCCESS : EXIT_FAILURE);
}
