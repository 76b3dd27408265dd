// SPDX-License-Identifier: Apache-2.0
// Running another program of the project: it may hang, write too much or be
// missing.
#include "src/protocol/program.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "src/system/child_process.h"
#include "tests/unit/scratch.h"

namespace hf {
namespace {

/// A program that is a shell script, and the request to it.
struct Script {
  Scratch files;
  RecordWriter request;

  Result<ProgramAnswer> Run(const std::string& script,
                            std::optional<int> most_seconds = {},
                            bool is_quiet = false,
                            const std::string& option = "") const {
    files.Give("program", "#!/bin/sh\n" + script + "\n");
    REQUIRE(chmod(files.Path("program").c_str(), 0700) == 0);
    return RunProgram({files.Path("program"), "operate", request, most_seconds,
                       is_quiet, option});
  }
};

TEST_CASE_FIXTURE(Script,
                  "the program gets its request, and the caller its answer") {
  request.Add("host", "a");
  const auto answer = Run("read line; echo got=$line; echo words=\"$0 $*\"", 60,
                          false, "--now");
  REQUIRE(answer.ok());
  CHECK(answer.value().status == 0);
  CHECK(answer.value().record.Find("got") == "host=a");
  CHECK(answer.value().record.Find("words") ==
        files.Path("program") + " operate --now");
  const auto plain = Run("echo count=$#");
  REQUIRE(plain.ok());
  CHECK(plain.value().record.Find("count") == "1");
}

TEST_CASE_FIXTURE(Script, "the status of a program is that of a shell") {
  CHECK(Run("echo a=b; exit 3").value().status == 3);
  CHECK(Run("echo a=b; exit 3").value().record.Find("a") == "b");
  CHECK(Run("kill -KILL $$").value().status == 128 + SIGKILL);
  CHECK(Run("exec >&-; exit 5", 60).value().status == 5);
  const auto missing = RunProgram({"/nonexistent", "operate", request});
  REQUIRE(missing.ok());
  CHECK(missing.value().status == kProgramNotThere);
}

TEST_CASE_FIXTURE(Script, "output that is not a record is an empty record") {
  for (const char* script :
       {"echo nonsense", "printf 'a=b'", "printf 'a\\r=b\\n'"}) {
    const auto answer = Run(script);
    REQUIRE(answer.ok());
    CHECK(answer.value().status == 0);
    CHECK_FALSE(answer.value().record.Find("a"));
  }
}

/// True when the process whose number is in \a file has gone.
bool HasGone(const Scratch& files) {
  return kill(std::stoi(files.Read("pid")), 0) != 0;
}

TEST_CASE_FIXTURE(Script, "a program that exceeds its time limit is killed") {
  const std::string begin =
      "trap '' TERM; echo $$ >" + files.Path("pid") + "; ";
  for (const std::string& script :
       {begin + "exec sleep 1000", begin + "exec sleep 1000 >&-"}) {
    const auto answer = Run(script, 1);
    REQUIRE_FALSE(answer.ok());
    CHECK(answer.error().problem == Problem::kUnavailable);
    CHECK(HasGone(files));
  }
}

TEST_CASE_FIXTURE(Script, "a program that writes too much is killed") {
  const auto answer = Run("echo $$ >" + files.Path("pid") + "; exec yes a=b");
  REQUIRE_FALSE(answer.ok());
  CHECK(HasGone(files));
}

TEST_CASE_FIXTURE(Script,
                  "a request that does not fit into the pipe is refused") {
  request.Add("a", std::string(48 << 10, 'x'));
  const auto answer = Run("touch " + files.Path("ran"));
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.error().problem == Problem::kRefused);
  CHECK(files.Read("ran") == "(none)");
}

TEST_CASE_FIXTURE(Script, "only a quiet program has its stderr discarded") {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const int before = dup(STDERR_FILENO);
  dup2(ends[1], STDERR_FILENO);
  close(ends[1]);
  const bool ran = Run("echo first >&2", 60, true).ok() &&
                   Run("echo second >&2", 60, false).ok();
  dup2(before, STDERR_FILENO);
  close(before);
  char text[256];
  const ssize_t size = read(ends[0], text, sizeof text);
  close(ends[0]);
  CHECK(ran);
  CHECK(std::string(text, static_cast<std::size_t>(size)) == "second\n");
}

TEST_CASE_FIXTURE(Script, "the program inherits no open file of the caller") {
  files.Give("secret", "hf_x");
  const int secret = open(files.Path("secret").c_str(), O_RDONLY | O_CLOEXEC);
  const auto answer =
      Run("for f in /proc/$$/fd/*; do [ \"$(readlink $f)\" = '" +
          files.Path("secret") + "' ] && echo found=1; done; echo done=1");
  close(secret);
  REQUIRE(answer.ok());
  CHECK(answer.value().record.Find("done"));
  CHECK_FALSE(answer.value().record.Find("found"));
}

}  // namespace
}  // namespace hf
