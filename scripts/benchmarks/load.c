// SPDX-License-Identifier: Apache-2.0
// Starts a command many times a second and says how long each run takes.
// usage: bench_load RATE SECONDS INPUT COMMAND...
//
// Prints how many runs there were and how many failed, and the median, the 99th
// percentile and the longest time in milliseconds. A time begins at the moment
// at which the run was due, also when the machine was too busy to start it.
// INPUT is a file that each run gets as stdin; its output goes to /dev/null.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

enum { kMostProcesses = 1 << 22 };  // More process numbers there are not.

extern char** environ;

static double due_of[kMostProcesses];
static pthread_mutex_t starting = PTHREAD_MUTEX_INITIALIZER;
static double* times;
static long runs, failures;

static double Milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static void* Reap(void* count) {
  for (long left = *(long*)count; left > 0; --left) {
    int status;
    const pid_t child = wait(&status);
    if (child < 0 && errno == ECHILD) {  // None is running now.
      const struct timespec pause = {0, 100000};
      nanosleep(&pause, NULL);
      ++left;
      continue;
    }
    const double now = Milliseconds();
    pthread_mutex_lock(&starting);
    times[runs++] = now - due_of[child];
    pthread_mutex_unlock(&starting);
    if (status != 0) ++failures;
  }
  return NULL;
}

static void Start(char** command, const char* input, double due) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, input, O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
  pid_t child;
  pthread_mutex_lock(&starting);
  const int error =
      posix_spawnp(&child, command[0], &files, NULL, command, environ);
  if (error == 0) due_of[child] = due;
  pthread_mutex_unlock(&starting);
  posix_spawn_file_actions_destroy(&files);
  if (error == 0) return;
  fprintf(stderr, "bench_load: %s: %s\n", command[0], strerror(error));
  exit(1);
}

static void WaitUntil(double moment) {
  const double left = moment - Milliseconds();
  if (left <= 0) return;
  const struct timespec pause = {(time_t)(left / 1e3),
                                 (long)(left * 1e6) % 1000000000};
  nanosleep(&pause, NULL);
}

static int Compare(const void* left, const void* right) {
  const double a = *(const double*)left, b = *(const double*)right;
  return (a > b) - (a < b);
}

int main(int argc, char** argv) {
  const long rate = argc > 4 ? atol(argv[1]) : 0;
  const long seconds = argc > 4 ? atol(argv[2]) : 0;
  if (rate < 1 || rate > 100000 || seconds < 1 || seconds > 3600) return 2;
  long count = rate * seconds;
  times = calloc((size_t)count, sizeof *times);
  if (!times) return 1;
  pthread_t reaper;
  if (pthread_create(&reaper, NULL, Reap, &count) != 0) return 1;
  const double began = Milliseconds();
  for (long run = 0; run < count; ++run) {
    const double due = began + run * 1e3 / rate;
    WaitUntil(due);
    Start(argv + 4, argv[3], due);
  }
  pthread_join(reaper, NULL);
  qsort(times, (size_t)runs, sizeof *times, Compare);
  printf("%ld %ld %.2f %.2f %.2f\n", runs, failures, times[runs / 2],
         times[runs - 1 - runs / 100], times[runs - 1]);
  return 0;
}
