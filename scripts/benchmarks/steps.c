// SPDX-License-Identifier: Apache-2.0
// Runs a program and writes the address of each instruction that it executes, in
// the numbers of its file, to FILE.
// usage: steps FILE PROGRAM [ARGUMENT]...
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

/// Where the kernel has put the program that is about to begin: it is the first
/// file in the list. The kernel's own pages have no path.
static unsigned long BaseOf(pid_t child) {
  char line[4096];
  snprintf(line, sizeof line, "/proc/%d/maps", child);
  FILE* maps = fopen(line, "r");
  if (!maps) exit(1);
  while (fgets(line, sizeof line, maps) && !strchr(line, '/')) continue;
  fclose(maps);
  return strtoul(line, NULL, 16);
}

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  FILE* file = fopen(argv[1], "w");
  if (!file) return 1;
  const pid_t child = fork();
  if (child == 0) {
    ptrace(PTRACE_TRACEME, 0, NULL, NULL);
    execv(argv[2], argv + 2);
    _exit(127);
  }
  int status;
  waitpid(child, &status, 0);
  const unsigned long base = BaseOf(child);
  while (WIFSTOPPED(status)) {
    const long at = ptrace(PTRACE_PEEKUSER, child,
                           offsetof(struct user_regs_struct, rip), NULL);
    fprintf(file, "%lx\n", (unsigned long)at - base);
    ptrace(PTRACE_SINGLESTEP, child, NULL, NULL);
    waitpid(child, &status, 0);
  }
  fclose(file);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
