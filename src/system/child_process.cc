// SPDX-License-Identifier: Apache-2.0
#include "src/system/child_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "src/system/child.h"
#include "src/system/interruption.h"
#include "src/system/path.h"
#include "src/system/unique_fd.h"

namespace hf {
namespace {

constexpr std::size_t kMostOutput = 1 << 20;

Error CannotRun(const std::string& program) {
  return {Problem::kUnavailable,
          "cannot run '" + program + "': " + strerror(errno)};
}

/// What happens in the child. Everything it needs was prepared before the fork;
/// all our other descriptors close on exec.
[[noreturn]] void BecomeProgram(const ChildCommand& command, char** arguments,
                                char** environment, int in, int out) {
  setpgid(0, 0);
  ForgetSignals();
  const int quiet = open("/dev/null", O_WRONLY | O_CLOEXEC);
  const bool ready =
      dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0 &&
      dup2(quiet, STDERR_FILENO) >= 0 && chdir(command.directory.c_str()) == 0;
  if (ready) execve(command.program.c_str(), arguments, environment);
  _exit(kProgramNotThere);
}

/// Our ends of a child's stdin and stdout.
struct Conversation {
  std::string_view input;
  UniqueFd to, from;
  std::string output;
  int error = 0;  ///< What cut it short, an errno; 0 for nothing.
};

void Speak(Conversation& talk) {
  const ssize_t count =
      write(talk.to.get(), talk.input.data(), talk.input.size());
  if (count > 0) talk.input.remove_prefix(static_cast<std::size_t>(count));
  const bool failed = count < 0 && errno != EAGAIN && errno != EINTR;
  // A program need not read all that we have for it.
  if (failed && errno != EPIPE) talk.error = errno;
  if (talk.input.empty() || failed) talk.to.Reset(-1);
}

/// Takes what there is to read, without waiting.
void Listen(Conversation& talk) {
  char chunk[4096];
  ssize_t count = 1;
  while (count != 0 && talk.output.size() <= kMostOutput) {
    count = read(talk.from.get(), chunk, sizeof chunk);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) break;
    talk.output.append(chunk, static_cast<std::size_t>(count));
  }
  const bool failed = count < 0 && errno != EAGAIN;
  if (failed) talk.error = errno;
  if (count == 0 || failed) talk.from.Reset(-1);
}

/// True when \a child has ended.
bool Reap(pid_t child, int& status) {
  const SignalsHeld held;
  if (waitpid(child, &status, WNOHANG) != child) return false;
  NoteRunningChild(0);
  return true;
}

/// Feeds the child and collects its output until it has ended; its status, or
/// nothing when it took too long or said too much. What counts is the child's
/// own end: a process that it left behind may keep the pipe open.
std::optional<int> Attend(pid_t child, Conversation& talk,
                          const TimeLimit& limit) {
  constexpr int kListening = 20, kEnding = 1;  // Milliseconds between looks.
  if (talk.input.empty()) talk.to.Reset(-1);
  while (talk.output.size() <= kMostOutput && talk.error == 0) {
    const int left = limit.Left();
    if (left == 0) return std::nullopt;
    pollfd waiting[] = {{talk.from.get(), POLLIN, 0},
                        {talk.to.get(), POLLOUT, 0}};
    poll(waiting, 2, std::min(left, talk.from.ok() ? kListening : kEnding));
    if (talk.to.ok() && waiting[1].revents != 0) Speak(talk);
    if (talk.from.ok() && waiting[0].revents != 0) Listen(talk);
    int status = 0;
    if (!Reap(child, status)) continue;
    if (talk.from.ok()) Listen(talk);
    return ExitStatusOf(status);
  }
  return std::nullopt;
}

/// Ends the child and whatever it has started: a git that is killed alone would
/// leave its helper hanging. The child is a group's leader and not yet reaped,
/// so the number is nobody else's.
void End(pid_t child) {
  const SignalsHeld held;
  kill(-child, SIGKILL);
  kill(child, SIGKILL);
  while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) continue;
  NoteRunningChild(0);
}

Error Stopped(const ChildCommand& command, const Conversation& talk) {
  const std::string name = "'" + command.program + "'";
  if (talk.error != 0) {
    return {Problem::kUnavailable,
            "cannot talk to " + name + ": " + strerror(talk.error)};
  }
  if (talk.output.size() > kMostOutput) {
    return {Problem::kRefused, name + " said more than we care to read"};
  }
  return {Problem::kUnavailable, name + " did not end within " +
                                     std::to_string(command.most_seconds) +
                                     " seconds"};
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
  constexpr std::string_view kSecrets[] = {
      "HF_TOKEN=", "HUGGING_FACE_HUB_TOKEN=", "HF_OIDC_ID_TOKEN=",
      "ACTIONS_ID_TOKEN_REQUEST_TOKEN="};
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
  Pipe to, from;
  if (!to.Open() || !from.Open()) return CannotRun(command.program);
  std::vector<std::string> words = {command.program};
  words.insert(words.end(), command.arguments.begin(), command.arguments.end());
  std::vector<char*> arguments = PointersTo(words);
  std::vector<char*> environment = PointersTo(command.environment);

  const TimeLimit limit(command.most_seconds);
  pid_t child;
  {
    const SignalsHeld held;
    child = fork();
    if (child < 0) return CannotRun(command.program);
    if (child == 0) {
      BecomeProgram(command, arguments.data(), environment.data(),
                    to.read.get(), from.write.get());
    }
    setpgid(child, child);  // Here too: who comes first is not known.
    NoteRunningChild(child);
  }
  Conversation talk{
      command.input, std::move(to.write), std::move(from.read), {}};
  to.read.Reset(-1);
  from.write.Reset(-1);
  fcntl(talk.to.get(), F_SETFL, O_NONBLOCK);
  fcntl(talk.from.get(), F_SETFL, O_NONBLOCK);
  const std::optional<int> status = Attend(child, talk, limit);
  if (!status) End(child);
  if (!status || talk.error != 0 || talk.output.size() > kMostOutput) {
    return Stopped(command, talk);
  }
  return ChildAnswer{*status, std::move(talk.output)};
}

}  // namespace hf
