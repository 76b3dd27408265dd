// SPDX-License-Identifier: Apache-2.0
// What an answer costs a static C program with the system's C library: makes the
// system calls of `git-credential-hf get` for one stored token, and does nothing
// else. It reads no token and checks nothing.
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

static char path[4096], buffer[1024];

static void ReadFile(const char* directory, const char* name) {
  strcpy(path, directory);
  strcat(path, name);
  struct stat facts;
  const int file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) {
    struct statfs system;
    statfs(directory, &system);
    return;
  }
  fstat(file, &facts);
  geteuid();
  if (read(file, buffer, sizeof buffer) < 0) exit(1);
  fstat(file, &facts);
  close(file);
}

/// What the parent process is called.
static void ReadParent(void) {
  char* end = path + sizeof path - 1;
  end -= strlen("/comm");
  strcpy(end, "/comm");
  for (pid_t parent = getppid(); parent > 0; parent /= 10) {
    *--end = (char)('0' + parent % 10);
  }
  end -= strlen("/proc/");
  memcpy(end, "/proc/", strlen("/proc/"));
  const int file = open(end, O_RDONLY | O_CLOEXEC);
  if (file < 0 || read(file, buffer, sizeof buffer) < 0) exit(1);
  close(file);
}

int main(void) {
  for (int fd = 0; fd < 3; ++fd) fcntl(fd, F_GETFD);
  struct rlimit core;
  getrlimit(RLIMIT_CORE, &core);
  core.rlim_cur = 0;
  setrlimit(RLIMIT_CORE, &core);
  prctl(PR_SET_DUMPABLE, 0);
  umask(077);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  isatty(0);
  while (read(0, buffer, sizeof buffer) > 0) continue;
  ReadParent();
  static char store[2048];
  strcpy(store, getenv("HOME"));
  strcat(store, "/.cache/huggingface/");
  ReadFile(store, "token");
  ReadFile(store, "git_credential_hf");
  ReadFile("/etc/", "git-credential-hf.conf");
  ReadFile(store, "stored_tokens");
  return write(1, buffer, 64) == 64 ? 0 : 1;
}
