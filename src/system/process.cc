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

constexpr int kStandardDescriptors = 3;

/// What HardenProcess() found.
struct Before {
  bool is_known = false;
  bool was_closed[kStandardDescriptors] = {};
  rlimit core = {};
  mode_t mask = 0;
  sighandler_t pipe = SIG_DFL, file_size = SIG_DFL;
} before;

/// Opens closed standard descriptors for the opposite direction, so that
/// reading stdin and writing stdout still fail.
void OpenStandardDescriptors() {
  for (int fd = STDIN_FILENO; fd < kStandardDescriptors; ++fd) {
    if (fcntl(fd, F_GETFD) >= 0) continue;
    before.was_closed[fd] = true;
    if (open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0) return;
  }
}

}  // namespace

Result<void> HardenProcess() {
  OpenStandardDescriptors();
  if (getauxval(AT_SECURE) != 0) {
    return Error{Problem::kRefused, "refusing to run as a set-user-ID program"};
  }
  before.is_known = getrlimit(RLIMIT_CORE, &before.core) == 0;
  // Not the hard limit, which only root can raise again.
  const rlimit none = {0, before.core.rlim_max};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0);
  before.mask = umask(S_IRWXG | S_IRWXO);
  before.pipe = signal(SIGPIPE, SIG_IGN);
  before.file_size = signal(SIGXFSZ, SIG_IGN);
  return {};
}

void RestoreProcess() {
  if (!before.is_known) return;
  setrlimit(RLIMIT_CORE, &before.core);
  umask(before.mask);
  signal(SIGPIPE, before.pipe);
  signal(SIGXFSZ, before.file_size);
  for (int fd = STDIN_FILENO; fd < kStandardDescriptors; ++fd) {
    if (before.was_closed[fd]) close(fd);
  }
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
