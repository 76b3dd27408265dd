// SPDX-License-Identifier: Apache-2.0
#include "src/system/child_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "src/system/foreground_group.h"
#include "src/system/interruption.h"
#include "src/system/path.h"
#include "src/system/unique_fd.h"

namespace hf {
namespace {

Error CannotRun(const std::string& program) {
  return {Problem::kUnavailable,
          "cannot run '" + program + "': " + strerror(errno)};
}

/// The time at which a child is killed.
class TimeLimit {
 public:
  /// \a seconds from now; nothing: no limit.
  explicit TimeLimit(std::optional<int> seconds) : is_set_(seconds) {
    clock_gettime(CLOCK_MONOTONIC, &end_);
    end_.tv_sec += seconds.value_or(0);
  }

  /// The time that is left, at most \a longest; zero when it is over.
  timespec Left(timespec longest) const {
    if (!is_set_) return longest;
    timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    timespec left = {end_.tv_sec - now.tv_sec, end_.tv_nsec - now.tv_nsec};
    if (left.tv_nsec < 0) {
      left.tv_sec -= 1;
      left.tv_nsec += 1'000'000'000;
    }
    if (left.tv_sec < 0) return {0, 0};
    const bool is_shorter =
        left.tv_sec < longest.tv_sec ||
        (left.tv_sec == longest.tv_sec && left.tv_nsec < longest.tv_nsec);
    return is_shorter ? left : longest;
  }

 private:
  bool is_set_;
  timespec end_;
};

/// A pipe that other programs do not inherit.
struct Pipe {
  UniqueFd read, write;

  /// False, with errno, when the pipe cannot be made.
  bool Open() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return false;
    read.Reset(ends[0]);
    write.Reset(ends[1]);
    return true;
  }
};

/// The child's ends of the pipes; `error` is negative when there is none.
struct ChildEnds {
  int in, out, error;
};

/// True when the child's standard descriptors are those of \a ends.
bool UseEnds(const ChildCommand& command, const ChildEnds& ends) {
  if (dup2(ends.in, STDIN_FILENO) < 0 || dup2(ends.out, STDOUT_FILENO) < 0) {
    return false;
  }
  if (command.shows_errors) return true;
  const int error =
      ends.error >= 0 ? ends.error : open("/dev/null", O_WRONLY | O_CLOEXEC);
  return dup2(error, STDERR_FILENO) >= 0;
}

/// Runs in the child after the fork. The parent has allocated everything it
/// needs; all other descriptors close on exec.
[[noreturn]] void BecomeProgram(const ChildCommand& command, char** arguments,
                                char** environment, const ChildEnds& ends,
                                const ForegroundGroup& foreground,
                                pid_t parent) {
  if (command.has_own_group) setpgid(0, 0);
  foreground.Give(getpid());
  if (command.ends_with_caller) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(kProgramNotThere);
  }
  ForgetSignals();
  bool ready = UseEnds(command, ends);
  if (!command.directory.empty()) {
    ready = ready && chdir(command.directory.c_str()) == 0;
  }
  if (ready) execve(command.program.c_str(), arguments, environment);
  _exit(kProgramNotThere);
}

/// The caller's ends of a child's stdin and stdout.
struct ChildIo {
  std::string_view input;
  UniqueFd to, from;
  ErrorLines errors;
  std::size_t most_output;
  SecretString output{};
  int error = 0;  ///< The errno of a failed read or write; else 0.

  bool IsTooLong() const { return output.size() > most_output; }
};

void WriteInput(ChildIo& io) {
  const ssize_t count = write(io.to.get(), io.input.data(), io.input.size());
  if (count > 0) io.input.remove_prefix(static_cast<std::size_t>(count));
  const bool failed = count < 0 && errno != EAGAIN && errno != EINTR;
  // A program need not read all of its input.
  if (failed && errno != EPIPE) io.error = errno;
  if (io.input.empty() || failed) io.to.Reset(-1);
}

/// Reads all available output, without waiting.
void ReadOutput(ChildIo& io) {
  char chunk[4096];
  ssize_t count = 1;
  while (count != 0 && !io.IsTooLong()) {
    count = read(io.from.get(), chunk, sizeof chunk);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) break;
    io.output.append(chunk, static_cast<std::size_t>(count));
  }
  const bool failed = count < 0 && errno != EAGAIN;
  if (failed) io.error = errno;
  if (count == 0 || failed) io.from.Reset(-1);
  explicit_bzero(chunk, sizeof chunk);
}

/// The exit status of \a child, as in a shell; nothing while it runs.
std::optional<int> Reap(pid_t child) {
  const SignalsHeld held;
  int status = 0;
  if (waitpid(child, &status, WNOHANG) != child) return std::nullopt;
  NoteRunningChild(0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Writes the child's input and reads its output until the child ends. Returns
/// its status, or nothing when it took too long or wrote too much. Does not
/// wait for the end of the output: a process that the child started may keep
/// the pipe open.
std::optional<int> WaitForChild(pid_t child, ChildIo& io,
                                const TimeLimit& limit) {
  // pidfd_open(2) reports the end of the child; a kernel without it makes this
  // check each millisecond.
  const UniqueFd end(static_cast<int>(syscall(SYS_pidfd_open, child, 0)));
  constexpr timespec kHour = {3600, 0}, kMillisecond = {0, 1'000'000};
  if (io.input.empty()) io.to.Reset(-1);
  while (!io.IsTooLong() && io.error == 0) {
    const timespec left = limit.Left(end.ok() ? kHour : kMillisecond);
    if (left.tv_sec == 0 && left.tv_nsec == 0) return std::nullopt;
    pollfd ends[] = {{io.from.get(), POLLIN, 0},
                     {io.to.get(), POLLOUT, 0},
                     {end.get(), POLLIN, 0},
                     {io.errors.fd(), POLLIN, 0}};
    ppoll(ends, 4, &left, nullptr);
    if (io.to.ok() && ends[1].revents != 0) WriteInput(io);
    if (io.from.ok() && ends[0].revents != 0) ReadOutput(io);
    io.errors.Read();
    const std::optional<int> status = Reap(child);
    if (!status) continue;
    if (io.from.ok()) ReadOutput(io);
    return status;
  }
  return std::nullopt;
}

/// Kills the child, and its group with all processes that it has started: if
/// only git were killed, its helper would hang. Before waitpid() no other
/// process can have the child's number.
void KillGroup(pid_t child, bool has_own_group) {
  const SignalsHeld held;
  if (has_own_group) kill(-child, SIGKILL);
  // One that has got the rights of another user cannot be killed.
  if (kill(child, SIGKILL) != 0) return NoteRunningChild(0);
  while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) continue;
  NoteRunningChild(0);
}

Error Stopped(const ChildCommand& command, const ChildIo& io) {
  const std::string name = "'" + command.program + "'";
  if (io.error != 0) {
    return {Problem::kUnavailable,
            "cannot communicate with " + name + ": " + strerror(io.error)};
  }
  if (io.IsTooLong()) {
    constexpr std::size_t kMebibyte = 1 << 20, kKibibyte = 1 << 10;
    const std::size_t most = command.most_output;
    return {
        Problem::kRefused,
        name + " wrote more than " +
            (most >= kMebibyte ? std::to_string(most / kMebibyte) + " MiB"
                               : std::to_string(most / kKibibyte) + " KiB")};
  }
  return {Problem::kUnavailable,
          name + " did not end within " +
              std::to_string(command.most_seconds.value_or(0)) + " seconds"};
}

/// Starts the child. Returns its process number; a negative number, with errno,
/// when that fails.
pid_t Start(const ChildCommand& command, const ChildEnds& ends,
            const ForegroundGroup& foreground) {
  std::vector<std::string> words = {command.name.empty() ? command.program
                                                         : command.name};
  words.insert(words.end(), command.arguments.begin(), command.arguments.end());
  std::vector<char*> arguments = PointersTo(words);
  std::vector<char*> variables;
  if (command.environment) variables = PointersTo(*command.environment);
  char** const all = command.environment ? variables.data() : environ;
  const SignalsHeld held;
  const pid_t self = getpid();
  const pid_t child = fork();
  if (child == 0) {
    BecomeProgram(command, arguments.data(), all, ends, foreground, self);
  }
  if (child < 0) return child;
  // The child does the same: either process may run first.
  if (command.has_own_group) setpgid(child, child);
  foreground.Give(child);
  NoteRunningChild(child);
  return child;
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

std::vector<char*> PointersTo(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (const std::string& word : words) {
    pointers.push_back(const_cast<char*>(word.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> VariablesWithoutTokens(
    const Environment& environment) {
  constexpr std::string_view kSecrets[] = {"HF_TOKEN=",
                                           "HUGGING_FACE_HUB_TOKEN=",
                                           "HF_OIDC_ID_TOKEN=",
                                           "HF_ID_TOKEN=",
                                           "ACTIONS_ID_TOKEN_REQUEST_TOKEN=",
                                           "CIRCLE_OIDC_TOKEN=",
                                           "CIRCLE_OIDC_TOKEN_V2=",
                                           "BITBUCKET_STEP_OIDC_TOKEN="};
  std::vector<std::string> variables;
  for (const std::string_view variable : environment.All()) {
    const bool is_secret = std::any_of(
        std::begin(kSecrets), std::end(kSecrets),
        [&](std::string_view secret) { return variable.starts_with(secret); });
    if (!is_secret) variables.emplace_back(variable);
  }
  return variables;
}

Result<ChildAnswer> RunChild(const ChildCommand& command) {
  Pipe to, from, errors;
  const bool has_errors = command.show_error && !command.shows_errors;
  if (!to.Open() || !from.Open() || (has_errors && !errors.Open())) {
    return CannotRun(command.program);
  }
  const TimeLimit limit(command.most_seconds);
  const ForegroundGroup foreground(command.has_terminal &&
                                   command.has_own_group);
  const ChildEnds ends{to.read.get(), from.write.get(),
                       has_errors ? errors.write.get() : -1};
  const pid_t child = Start(command, ends, foreground);
  if (child < 0) return CannotRun(command.program);
  for (UniqueFd* end : {&to.write, &from.read, &errors.read}) {
    if (end->ok()) fcntl(end->get(), F_SETFL, O_NONBLOCK);
  }
  ChildIo io{command.input, std::move(to.write), std::move(from.read),
             ErrorLines(std::move(errors.read), command.show_error),
             command.most_output};
  for (UniqueFd* end : {&to.read, &from.write, &errors.write}) end->Reset(-1);
  const std::optional<int> status = WaitForChild(child, io, limit);
  if (!status) KillGroup(child, command.has_own_group);
  io.errors.Read();
  io.errors.Finish();
  if (!status || io.error != 0 || io.IsTooLong()) return Stopped(command, io);
  return ChildAnswer{*status, std::move(io.output)};
}

}  // namespace hf
