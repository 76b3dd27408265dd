// SPDX-License-Identifier: Apache-2.0
#include "src/account_program.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "src/message.h"
#include "src/process.h"
#include "src/store_path.h"
#include "src/unique_fd.h"

namespace hf {
namespace {

constexpr int kNotThere = 127;  // As a shell has it.

struct Pipe {
  UniqueFd read, write;

  bool Open() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return false;
    read.Reset(ends[0]);
    write.Reset(ends[1]);
    return true;
  }
};

[[noreturn]] void BecomeProgram(const std::string& program,
                                const std::string& operation, int in, int out) {
  const char* const arguments[] = {"git-credential-hf", operation.c_str(),
                                   nullptr};
  const bool ready =
      dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0;
  if (ready) execv(program.c_str(), const_cast<char* const*>(arguments));
  _exit(kNotThere);
}

int WaitFor(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return 1;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Error CannotRun(const std::string& program) {
  Error error{Problem::kUnavailable, "cannot run '" + program + "'",
              "install git-credential-hf again"};
  PrintError(error);
  return error;
}

}  // namespace

std::string AccountProgram() {
  return JoinPath(DirectoryOf(ThisProgram()), HF_ACCOUNT_FROM_BIN);
}

Result<Record> RunOperation(std::string_view operation,
                            const RecordWriter& request) {
  const std::string program = AccountProgram();
  const std::string name(operation);
  Pipe to, from;
  if (!to.Open() || !from.Open()) return CannotRun(program);
  const pid_t child = fork();
  if (child < 0) return CannotRun(program);
  if (child == 0) {
    BecomeProgram(program, name, to.read.get(), from.write.get());
  }
  to.read.Reset(-1);
  from.write.Reset(-1);
  // It fits into the pipe. A child that has gone says so by its status.
  const Result<void> told = request.WriteTo(to.write.get());
  to.write.Reset(-1);
  Result<Record> answer = ReadRecord(from.read.get());
  const int status = WaitFor(child);
  if (status == kNotThere) return CannotRun(program);
  if (status != 0 || !told.ok()) {
    return Error{Problem::kUnavailable, name + " failed"};
  }
  return answer;
}

}  // namespace hf
