// SPDX-License-Identifier: Apache-2.0
// Runs a program and makes one system call of it, or of a process that it
// starts, fail or be the last one.
//
// usage: inject REPORT SECONDS count PROGRAM [ARGUMENT]...
//        inject REPORT SECONDS FAULT:PROCESS:CALL PROGRAM [ARGUMENT]...
//        inject REPORT SECONDS watch:PROCESS PROGRAM [ARGUMENT]...
//
// FAULT is KILL or the name of an error. PROCESS counts the processes and
// threads in the order in which they start, CALL the system calls of that one;
// both begin with 1. A call that fails is not carried out, except close(),
// after which a descriptor is free in any case. `count` changes nothing.
// `watch` stops inject when PROCESS becomes another program, until SIGCONT, and
// kills all when PROCESS is about to end by itself; its exit status is then 0.
//
// REPORT gets a line `PROCESS CALL PROGRAM NAME` for the call that was hit, or
// with `count` for each. With `watch` it gets the process number, a line for
// each call that follows, and what the process reads from stdin and writes. The
// exit status is that of the program, or 128 plus its signal; 124 if not every
// process has ended after SECONDS, and then all of them are killed; 125 if
// inject itself fails.
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>
#include <string>
#include <string_view>

#include "tests/faults/effects.h"
#include "tests/faults/system_call.h"

namespace {

constexpr int kTimedOut = 124;
constexpr int kFailed = 125;
constexpr int kSignalled = 128;

struct Name {
  long number;
  const char* text;
};

constexpr Name kErrors[] = {
    {EACCES, "EACCES"}, {EDQUOT, "EDQUOT"}, {EINTR, "EINTR"}, {EIO, "EIO"},
    {EMFILE, "EMFILE"}, {ENOSPC, "ENOSPC"}, {EROFS, "EROFS"},
};

/// Which call is hit and how; a process number of 0 means none.
struct Target {
  bool watches = false;  ///< All calls of the process, and hits none.
  long error = 0;        ///< 0 kills.
  long process = 0;
  long call = 0;
};

struct Task {
  long number;  ///< In the order in which they start, from 1.
  std::string program;
  long calls = 0;
  bool closing = false;  ///< In a close() that has to fail.
};

[[noreturn]] void Fail(const char* what) {
  perror(what);
  exit(kFailed);
}

/// Reads `FAULT:PROCESS:CALL`, `watch:PROCESS` or `count`; false if \a text is
/// none of them.
bool ReadTarget(const std::string& text, Target& target) {
  if (text == "count") return true;
  target.watches = sscanf(text.c_str(), "watch:%ld", &target.process) == 1;
  if (target.watches) return true;
  char fault[16];
  if (sscanf(text.c_str(), "%15[A-Z]:%ld:%ld", fault, &target.process,
             &target.call) != 3) {
    return false;
  }
  for (const Name& error : kErrors) {
    if (strcmp(error.text, fault) == 0) target.error = error.number;
  }
  return target.error != 0 || strcmp(fault, "KILL") == 0;
}

/// This process and those that it traces wait for each other at each call. To
/// wake each other on another processor takes half of the time of a run.
void StayOnThisProcessor() {
  cpu_set_t processors;
  CPU_ZERO(&processors);
  CPU_SET(static_cast<unsigned>(sched_getcpu()), &processors);
  sched_setaffinity(0, sizeof processors, &processors);
}

/// The child's part: waits until it is traced, and becomes the program.
[[noreturn]] void Become(char** command, int may_begin) {
  char unused;
  if (read(may_begin, &unused, 1) != 0) _exit(kFailed);
  execvp(command[0], command);
  Fail(command[0]);
}

pid_t Start(char** command) {
  constexpr long kOptions = PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK |
                            PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXEC |
                            PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL;
  int pipe_ends[2];
  if (pipe2(pipe_ends, O_CLOEXEC) != 0) Fail("inject: cannot make a pipe");
  const pid_t pid = fork();
  if (pid < 0) Fail("inject: cannot fork");
  if (pid == 0) {
    close(pipe_ends[1]);
    Become(command, pipe_ends[0]);
  }
  if (ptrace(PTRACE_SEIZE, pid, nullptr, kOptions) != 0) {
    Fail("inject: cannot trace");
  }
  close(pipe_ends[0]);
  close(pipe_ends[1]);
  return pid;
}

std::string HelperProgramPath(pid_t pid) {
  const std::string path = "/proc/" + std::to_string(pid) + "/comm";
  char name[32] = "?";
  if (FILE* file = fopen(path.c_str(), "re")) {
    if (fscanf(file, "%31[^\n]", name) != 1) name[0] = '?';
    fclose(file);
  }
  return name;
}

class Tracer {
 public:
  Tracer(pid_t first, const Target& target, FILE* report)
      : first_(first), target_(target), report_(report), effects_(report) {}

  /// Until the last process has ended; the exit status of the first.
  int Run() {
    int status;
    for (;;) {
      const pid_t pid = waitpid(-1, &status, __WALL);
      if (pid < 0 && errno == EINTR) continue;
      if (pid < 0) return result_;
      if (WIFSTOPPED(status)) {
        Stopped(pid, status);
      } else {
        Ended(pid, status);
      }
    }
  }

 private:
  void Ended(pid_t pid, int status) {
    tasks_.erase(pid);
    if (pid != first_) return;
    result_ = WIFSIGNALED(status) ? kSignalled + WTERMSIG(status)
                                  : WEXITSTATUS(status);
  }

  void Stopped(pid_t pid, int status) {
    constexpr int kCallStop = SIGTRAP | 0x80;
    const int event = status >> 16;
    long deliver = 0;
    if (WSTOPSIG(status) == kCallStop) {
      Call(pid);
    } else if (event == 0) {
      deliver = WSTOPSIG(status);
    } else if (event == PTRACE_EVENT_EXEC) {
      begun_ = true;
      Task& task = TaskOf(pid);
      task.program = HelperProgramPath(pid);
      if (target_.watches && task.number == target_.process) {
        effects_.Begin(pid);
      }
    } else if (event != PTRACE_EVENT_STOP) {
      NewTask(pid);
    }
    ptrace(IsWatched(pid) ? PTRACE_SYSCALL : PTRACE_CONT, pid, nullptr,
           deliver);
  }

  /// Whether it must stop at its next system call.
  bool IsWatched(pid_t pid) {
    if (!begun_) return false;  // The program has not begun.
    const Task& task = TaskOf(pid);
    if (target_.process == 0) return true;
    return task.closing || (task.number == target_.process &&
                            (target_.watches || task.calls < target_.call));
  }

  void NewTask(pid_t parent) {
    unsigned long child = 0;
    ptrace(PTRACE_GETEVENTMSG, parent, nullptr, &child);
    TaskOf(static_cast<pid_t>(child));
  }

  Task& TaskOf(pid_t pid) {
    const auto found = tasks_.find(pid);
    if (found != tasks_.end()) return found->second;
    return tasks_.emplace(pid, Task{++started_, HelperProgramPath(pid)})
        .first->second;
  }

  void Call(pid_t pid) {
    Task& task = TaskOf(pid);
    const SystemCall call = CallOf(pid);
    if (target_.watches) return effects_.Add(pid, call);
    const long number = call.number;
    if (number < 0 && task.closing) SetError(pid, target_.error, true);
    task.closing = false;
    if (number < 0) return;
    const bool hit = ++task.calls == target_.call;
    if (!hit && target_.process != 0) return;
    fprintf(report_, "%ld %ld %s %s\n", task.number, task.calls,
            task.program.c_str(), NameOf(pid, call));
    if (!hit) return;
    fflush(report_);
    if (target_.error == 0) {
      kill(pid, SIGKILL);
    } else if (number == SYS_close) {
      task.closing = true;
    } else {
      SetError(pid, target_.error, false);
    }
  }

  pid_t first_;
  Target target_;
  FILE* report_;
  Effects effects_;
  std::map<pid_t, Task> tasks_;
  long started_ = 0;
  bool begun_ = false;
  int result_ = kFailed;
};

void TimeOut(int) { _exit(kTimedOut); }  // The kernel kills all.

}  // namespace

int main(int argc, char** argv) {
  constexpr int kCommand = 4;
  Target target;
  if (argc <= kCommand || !ReadTarget(argv[3], target)) {
    fputs(
        "usage: inject REPORT SECONDS count|watch:PROCESS|FAULT:PROCESS:CALL "
        "PROGRAM [ARGUMENT]...\n",
        stderr);
    return kFailed;
  }
  FILE* report = fopen(argv[1], "we");
  if (!report) Fail(argv[1]);
  StayOnThisProcessor();
  const pid_t first = Start(argv + kCommand);
  signal(SIGALRM, TimeOut);
  alarm(static_cast<unsigned>(atoi(argv[2])));
  const int status = Tracer(first, target, report).Run();
  if (fclose(report) != 0) Fail(argv[1]);
  return status;
}
