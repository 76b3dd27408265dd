// SPDX-License-Identifier: Apache-2.0
#include "src/account/child_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>

#include "src/store_path.h"
#include "src/unique_fd.h"

namespace hf {
namespace {

constexpr std::size_t kMostOutput = 1 << 20;

struct Pipe {
  UniqueFd read, write;
};

Error CannotRun(const std::string& program) {
  return {Problem::kUnavailable,
          "cannot run '" + program + "': " + strerror(errno)};
}

Result<Pipe> MakePipe(const std::string& program) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return CannotRun(program);
  return Pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

std::vector<char*> Pointers(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (const std::string& word : words) {
    pointers.push_back(const_cast<char*>(word.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

/// What happens in the child. Everything it needs was prepared before the fork;
/// all our other descriptors close on exec.
[[noreturn]] void BecomeProgram(const ChildCommand& command, char** arguments,
                                char** environment, int in, int out) {
  signal(SIGPIPE, SIG_DFL);
  const int quiet = open("/dev/null", O_WRONLY | O_CLOEXEC);
  const bool ready =
      dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0 &&
      dup2(quiet, STDERR_FILENO) >= 0 && chdir(command.directory.c_str()) == 0;
  if (ready) execve(command.program.c_str(), arguments, environment);
  _exit(127);
}

int RemainingMilliseconds(const timespec& end) {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  const long long left = (end.tv_sec - now.tv_sec) * 1000LL +
                         (end.tv_nsec - now.tv_nsec) / 1'000'000;
  return static_cast<int>(std::max(left, 0LL));
}

/// Feeds \a input and collects the output until the child closes its end.
/// False when the time is over.
bool Converse(std::string_view input, Pipe& to, Pipe& from, const timespec& end,
              std::string& output) {
  if (input.empty()) to.write.Reset(-1);
  for (;;) {
    pollfd waiting[] = {{from.read.get(), POLLIN, 0},
                        {to.write.get(), POLLOUT, 0}};
    const int left = RemainingMilliseconds(end);
    if (left == 0 || poll(waiting, 2, left) == 0) return false;
    if (waiting[1].revents != 0) {
      const ssize_t count = write(to.write.get(), input.data(), input.size());
      if (count > 0) input.remove_prefix(static_cast<std::size_t>(count));
      if (input.empty() || (count < 0 && errno != EAGAIN && errno != EINTR)) {
        to.write.Reset(-1);
      }
    }
    if (waiting[0].revents == 0) continue;
    char chunk[4096];
    const ssize_t count = read(from.read.get(), chunk, sizeof chunk);
    if (count == 0 || (count < 0 && errno != EINTR)) return true;
    if (count > 0 && output.size() < kMostOutput) {
      output.append(chunk, static_cast<std::size_t>(count));
    }
  }
}

int WaitFor(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Result<std::string> FindProgram(const Environment& environment,
                                std::string_view program) {
  std::string_view path = environment.Find("PATH").value_or("");
  while (!path.empty()) {
    const std::size_t end = std::min(path.find(':'), path.size());
    const std::string_view entry = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    if (!entry.starts_with('/')) continue;
    std::string candidate = JoinPath(entry, program);
    struct stat facts;
    if (stat(candidate.c_str(), &facts) == 0 && S_ISREG(facts.st_mode) &&
        access(candidate.c_str(), X_OK) == 0) {
      return candidate;
    }
  }
  return Error{Problem::kUnavailable,
               "cannot find '" + std::string(program) + "' in PATH",
               "install it, or add its directory to PATH"};
}

Result<ChildAnswer> RunChild(const ChildCommand& command) {
  Result<Pipe> to = MakePipe(command.program);
  Result<Pipe> from = MakePipe(command.program);
  if (!to.ok()) return to.error();
  if (!from.ok()) return from.error();
  std::vector<std::string> words = {command.program};
  words.insert(words.end(), command.arguments.begin(), command.arguments.end());
  std::vector<char*> arguments = Pointers(words);
  std::vector<char*> environment = Pointers(command.environment);

  const pid_t child = fork();
  if (child < 0) return CannotRun(command.program);
  if (child == 0) {
    BecomeProgram(command, arguments.data(), environment.data(),
                  to.value().read.get(), from.value().write.get());
  }
  to.value().read.Reset(-1);
  from.value().write.Reset(-1);
  fcntl(to.value().write.get(), F_SETFL, O_NONBLOCK);
  timespec end;
  clock_gettime(CLOCK_MONOTONIC, &end);
  end.tv_sec += command.most_seconds;
  ChildAnswer answer{0, {}};
  const bool ended =
      Converse(command.input, to.value(), from.value(), end, answer.output);
  if (!ended) kill(child, SIGKILL);
  answer.status = WaitFor(child);
  if (ended) return answer;
  return Error{Problem::kUnavailable,
               "'" + command.program + "' did not end within " +
                   std::to_string(command.most_seconds) + " seconds"};
}

}  // namespace hf
