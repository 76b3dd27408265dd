// SPDX-License-Identifier: Apache-2.0
// What every program does first; each test is in a process of its own.
#include "src/system/process.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hf {
namespace {

/// Whether \a holds() in a child that has called HardenProcess().
bool AfterHardening(
    bool (*holds)(), void (*before)() = [] {}) {
  const pid_t child = fork();
  if (child == 0) {
    before();
    _exit(HardenProcess().ok() && holds() ? 0 : 1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST_CASE("a hardened process leaves no core dump") {
  CHECK(AfterHardening([] {
    rlimit core = {1, 1};
    return getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_cur == 0;
  }));
}

TEST_CASE("other processes of the user cannot trace a hardened process") {
  CHECK(AfterHardening([] { return prctl(PR_GET_DUMPABLE) == 0; }));
}

TEST_CASE("files of a hardened process are for its user only") {
  CHECK(AfterHardening([] { return umask(0) == 077; }, [] { umask(0); }));
}

TEST_CASE("a closed pipe does not end a hardened process") {
  CHECK(AfterHardening(
      [] {
        struct sigaction action;
        return sigaction(SIGPIPE, nullptr, &action) == 0 &&
               action.sa_handler == SIG_IGN;
      },
      [] { signal(SIGPIPE, SIG_DFL); }));
}

TEST_CASE("no file gets the number of a closed standard descriptor") {
  CHECK(AfterHardening(
      [] {
        char byte = 0;
        return open("/dev/null", O_RDWR) > STDERR_FILENO &&
               read(STDIN_FILENO, &byte, 1) < 0 &&
               write(STDOUT_FILENO, &byte, 1) < 0 &&
               write(STDERR_FILENO, &byte, 1) < 0;
      },
      [] {
        for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) close(fd);
      }));
}

TEST_CASE("open standard descriptors stay as they are") {
  CHECK(AfterHardening(
      [] {
        struct stat input, output;
        return fstat(STDIN_FILENO, &input) == 0 &&
               fstat(STDOUT_FILENO, &output) == 0 && S_ISFIFO(input.st_mode) &&
               S_ISFIFO(output.st_mode);
      },
      [] {
        int ends[2];
        if (pipe(ends) != 0) return;
        dup2(ends[0], STDIN_FILENO);
        dup2(ends[1], STDOUT_FILENO);
      }));
}

}  // namespace
}  // namespace hf
