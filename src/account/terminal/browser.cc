// SPDX-License-Identifier: Apache-2.0
#include "src/account/terminal/browser.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <unistd.h>

#include "src/account/terminal/terminal.h"
#include "src/system/child_process.h"

namespace hf {
namespace {

constexpr std::string_view kOpener = "xdg-open";

/// The settings of posix_spawn(3) for a program that does not get this
/// program's files and signals.
struct SpawnSettings {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;

  SpawnSettings() {
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    // A browser may write to its stdout, and another program may read this
    // program's stdout.
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
      posix_spawn_file_actions_addopen(&files, fd, "/dev/null", O_RDWR, 0);
    }
    posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    sigaddset(&defaults, SIGXFSZ);
    sigaddset(&defaults, SIGINT);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    // A new session, so that Ctrl-C on this terminal does not end the browser.
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
  }
  ~SpawnSettings() {
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
};

}  // namespace

bool CanOpenBrowser(const Environment& environment) {
  for (const std::string_view ssh :
       {"SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"}) {
    if (environment.Has(ssh)) return false;
  }
  if (!HasDisplay(environment)) return false;
  return FindProgram(environment, kOpener).ok();
}

Result<void> OpenBrowser(const Environment& environment,
                         const std::string& url) {
  Result<std::string> program = FindProgram(environment, kOpener);
  if (!program.ok()) return program.error();
  std::vector<std::string> words = {program.value(), url};
  std::vector<std::string> variables = VariablesWithoutTokens(environment);
  const SpawnSettings settings;
  pid_t child = 0;
  const int error = posix_spawn(
      &child, program.value().c_str(), &settings.files, &settings.attributes,
      PointersTo(words).data(), PointersTo(variables).data());
  if (error == 0) return {};
  return Error{Problem::kUnavailable,
               "cannot run '" + program.value() + "': " + strerror(error)};
}

}  // namespace hf
