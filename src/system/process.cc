// SPDX-License-Identifier: Apache-2.0
#include "src/system/process.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/system/path.h"

namespace hf {
namespace {

/// Opens closed standard descriptors for the opposite direction, so that
/// reading stdin and writing stdout still fail.
void OpenStandardDescriptors() {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
    if (fcntl(fd, F_GETFD) >= 0) continue;
    if (open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0) return;
  }
}

}  // namespace

Result<void> HardenProcess() {
  OpenStandardDescriptors();
  if (getauxval(AT_SECURE) != 0) {
    return Error{Problem::kRefused, "refusing to run as a set-user-ID program"};
  }
  const rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0);
  umask(S_IRWXG | S_IRWXO);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  return {};
}

std::string ProgramAt(std::string_view relative) {
  char path[PATH_MAX];
  const ssize_t size = readlink("/proc/self/exe", path, sizeof path);
  const bool is_whole = size > 0 && size < static_cast<ssize_t>(sizeof path);
  const std::string_view self(
      path, is_whole ? static_cast<std::size_t>(size) : std::size_t{0});
  std::string program = JoinPath(DirectoryOf(self), relative);
  if (!program.starts_with('/')) program.clear();
  return program;
}

Error ProgramsNotFound() {
  return {Problem::kUnavailable,
          "cannot find out where git-credential-hf is installed, so its other "
          "programs are not run",
          "check that /proc is mounted, and install it below a shorter path"};
}

}  // namespace hf
