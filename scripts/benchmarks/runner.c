// SPDX-License-Identifier: Apache-2.0
// Starts commands in turn and says how long each takes.
// usage: bench_runner RUNS INPUT -- COMMAND... [-- COMMAND...]...
//
// For each command a line: median wall time in microseconds, and the peak
// resident memory of one run in KiB. INPUT is a file that each run gets as
// stdin; their output goes to /dev/null. The runs take turns, so that what else
// the machine does hits all commands alike.
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

enum { kMostCommands = 16, kMostRuns = 100000 };

extern char** environ;

static double Microseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1e6 + now.tv_nsec / 1e3;
}

static double Run(char** command, const char* input, long* peak) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, input, O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
  const double start = Microseconds();
  pid_t child;
  const int error =
      posix_spawnp(&child, command[0], &files, NULL, command, environ);
  if (error != 0) {
    fprintf(stderr, "bench_runner: %s: %s\n", command[0], strerror(error));
    exit(1);
  }
  struct rusage usage;
  int status;
  wait4(child, &status, 0, &usage);
  const double end = Microseconds();
  posix_spawn_file_actions_destroy(&files);
  *peak = usage.ru_maxrss;
  return end - start;
}

static int Compare(const void* left, const void* right) {
  const double a = *(const double*)left, b = *(const double*)right;
  return (a > b) - (a < b);
}

int main(int argc, char** argv) {
  const int runs = argc > 1 ? atoi(argv[1]) : 0;
  char** commands[kMostCommands];
  int count = 0;
  for (int at = 3; at < argc; ++at) {
    if (strcmp(argv[at], "--") != 0) continue;
    argv[at] = NULL;
    if (count < kMostCommands && at + 1 < argc)
      commands[count++] = argv + at + 1;
  }
  if (runs < 1 || runs > kMostRuns || count == 0) return 2;
  static double times[kMostCommands][kMostRuns];
  long peaks[kMostCommands] = {0};
  for (int run = 0; run < runs; ++run) {
    for (int at = 0; at < count; ++at) {
      long peak;
      times[at][run] = Run(commands[at], argv[2], &peak);
      if (peak > peaks[at]) peaks[at] = peak;
    }
  }
  for (int at = 0; at < count; ++at) {
    qsort(times[at], runs, sizeof times[at][0], Compare);
    printf("%.1f %ld\n", times[at][runs / 2], peaks[at]);
  }
  return 0;
}
