// SPDX-License-Identifier: Apache-2.0
#include "src/protocol/program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "src/system/child.h"
#include "src/system/process.h"

namespace hf {
namespace {

[[noreturn]] void BecomeProgram(const ProgramCall& call, int in, int out) {
  const char* const option =
      call.option.empty() ? nullptr : call.option.c_str();
  signal(SIGXFSZ, SIG_DFL);
  const char* const arguments[] = {"git-credential-hf", call.operation.c_str(),
                                   option, nullptr};
  bool ready = dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0;
  if (call.is_quiet) {
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    ready = ready && dup2(nowhere, STDERR_FILENO) >= 0;
  }
  if (ready) {
    execv(call.program.c_str(), const_cast<char* const*>(arguments));
  }
  _exit(kProgramNotThere);
}

/// All that \a fd brings until its end, or nothing when that takes too long.
std::optional<SecretString> ReadAll(int fd, const TimeLimit& limit) {
  constexpr std::size_t kMostBytes = 1 << 20;
  SecretString text;
  char chunk[4096];
  for (;;) {
    pollfd waiting = {fd, POLLIN, 0};
    const int ready = poll(&waiting, 1, limit.Left());
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0 || text.size() > kMostBytes) return std::nullopt;
    const ssize_t count = read(fd, chunk, sizeof chunk);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    text.append(chunk, static_cast<std::size_t>(count));
  }
  explicit_bzero(chunk, sizeof chunk);
  return text;
}

/// The status of \a child, which has closed its stdout and so is at its end;
/// nothing when that takes too long.
std::optional<int> WaitFor(pid_t child, const TimeLimit& limit) {
  const timespec moment = {0, 50'000};
  int status = 0;
  for (;;) {
    const pid_t ended = waitpid(child, &status, limit.endless() ? 0 : WNOHANG);
    if (ended == child) break;
    if (ended < 0 && errno != EINTR) return 1;
    if (limit.Left() == 0) return std::nullopt;
    if (!limit.endless()) nanosleep(&moment, nullptr);
  }
  return ExitStatusOf(status);
}

void Kill(pid_t child) {
  kill(child, SIGKILL);
  while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) continue;
}

Error CannotRun(const std::string& program) {
  return {Problem::kUnavailable,
          "cannot run '" + program + "': " + strerror(errno)};
}

}  // namespace

Result<ProgramAnswer> RunProgram(const ProgramCall& call) {
  constexpr std::size_t kMostRequest = 48 << 10;  // It must fit into the pipe.
  if (!call.program.starts_with('/')) return ProgramsNotFound();
  if (Result<void> sound = call.request.Check(); !sound.ok()) {
    return sound.error();
  }
  if (call.request.text().size() > kMostRequest) {
    return Error{Problem::kRefused, "what is to be asked is too long"};
  }
  Pipe to, from;
  if (!to.Open() || !from.Open()) return CannotRun(call.program);
  const TimeLimit limit(call.most_seconds);
  const pid_t child = fork();
  if (child < 0) return CannotRun(call.program);
  if (child == 0) BecomeProgram(call, to.read.get(), from.write.get());
  to.read.Reset(-1);
  from.write.Reset(-1);
  // A child that has gone says so by its status.
  static_cast<void>(call.request.WriteTo(to.write.get()).ok());
  to.write.Reset(-1);
  auto text = ReadAll(from.read.get(), limit);
  const auto status = text ? WaitFor(child, limit) : std::nullopt;
  if (!status) {
    Kill(child);
    return Error{Problem::kUnavailable,
                 "'" + call.program + "' did not answer in time"};
  }
  Result<Record> record = ParseRecord(std::move(*text));
  return ProgramAnswer{*status,
                       record.ok() ? std::move(record).value() : Record()};
}

}  // namespace hf
