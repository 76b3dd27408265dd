// SPDX-License-Identifier: Apache-2.0
// Running another program, which may hang, write too much or not exist.
#include "src/system/child_process.h"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "tests/unit/scratch.h"

namespace hf {
namespace {

ChildCommand Shell(const std::string& script) {
  return {.program = "/bin/sh", .arguments = {"-c", script}};
}

ChildCommand Cat() { return {.program = "/bin/cat", .arguments = {}}; }

std::string OutputOf(const ChildCommand& command) {
  const Result<ChildAnswer> answer = RunChild(command);
  REQUIRE(answer.ok());
  CHECK(answer.value().status == 0);
  return std::string(answer.value().output);
}

/// A program that every user may run.
void GiveProgram(const Scratch& files, std::string_view name,
                 const std::string& script) {
  files.Give(name, "#!/bin/sh\n" + script + "\n");
  REQUIRE(chmod(files.Path(name).c_str(), 0755) == 0);
}

TEST_CASE("a child gets its arguments, its name and its input") {
  ChildCommand command = Shell("echo \"$0|$1|$2\"; cat");
  command.arguments.insert(command.arguments.end(), {"name", "a b", "$HOME"});
  command.input = "line\nwithout an end";
  CHECK(OutputOf(command) == "name|a b|$HOME\nline\nwithout an end");
  command = {.program = "/bin/cat",
             .arguments = {"/proc/self/cmdline"},
             .name = "another"};
  CHECK(OutputOf(command) == std::string("another\0/proc/self/cmdline\0", 27));
}

TEST_CASE("input and output larger than a pipe are complete") {
  std::string text;
  while (text.size() < 500'000) text += "a line of some length\n";
  ChildCommand command = Cat();
  command.input = text;
  CHECK(OutputOf(command) == text);
}

TEST_CASE("a child that reads none of its input is not an error") {
  const std::string text(500'000, 'x');
  ChildCommand command = Shell("exec <&-; sleep 0.05; echo done");
  command.input = text;
  CHECK(OutputOf(command) == "done\n");
}

TEST_CASE("an exit status is that of a shell") {
  CHECK(RunChild(Shell("exit 7")).value().status == 7);
  CHECK(RunChild(Shell("kill -TERM $$")).value().status == 128 + SIGTERM);
  CHECK(RunChild({.program = "/nonexistent", .arguments = {}}).value().status ==
        kProgramNotThere);
}

TEST_CASE("a child has the variables it is given and no others") {
  ChildCommand command{.program = "/usr/bin/env", .arguments = {}};
  command.environment = {"ONE=1", "TWO=a b"};
  CHECK(OutputOf(command) == "ONE=1\nTWO=a b\n");
}

TEST_CASE("a child runs in the directory it is given") {
  const Scratch files;
  files.Give("here", "");
  ChildCommand command = Shell("ls");
  command.directory = files.Path("");
  CHECK(OutputOf(command) == "here\n");
  command.directory = files.Path("missing");
  CHECK(RunChild(command).value().status == kProgramNotThere);
}

TEST_CASE("output of more than 1 MiB is refused and the child is killed") {
  const Scratch files;
  ChildCommand command = Shell("echo $$ >" + files.Path("pid") + "; exec yes");
  const Result<ChildAnswer> answer = RunChild(command);
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.error().problem == Problem::kRefused);
  CHECK(kill(std::stoi(files.Read("pid")), 0) != 0);
  const std::string whole(1 << 20, 'x');
  ChildCommand cat = Cat();
  cat.input = whole;
  CHECK(OutputOf(cat) == whole);
}

TEST_CASE("a time limit ends the child and what the child has started") {
  const Scratch files;
  ChildCommand command = Shell(
      "trap '' TERM; (trap '' TERM; sleep 1000) & "
      "echo $! >" +
      files.Path("pid") + "; wait");
  command.most_seconds = 1;
  command.has_own_group = true;
  const Result<ChildAnswer> answer = RunChild(command);
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.error().problem == Problem::kUnavailable);
  CHECK(answer.error().message.find("within 1 seconds") != std::string::npos);
  const pid_t grandchild = std::stoi(files.Read("pid"));
  // It has been killed, but its new parent may not have reaped it yet.
  for (int tries = 0; tries < 500 && kill(grandchild, 0) == 0; ++tries) {
    ChildCommand state{
        .program = "/bin/cat",
        .arguments = {"/proc/" + std::to_string(grandchild) + "/stat"}};
    const Result<ChildAnswer> shown = RunChild(state);
    if (shown.ok() && shown.value().output.find(") Z ") != std::string::npos) {
      break;
    }
    REQUIRE(tries < 499);
    usleep(10'000);
  }
}

TEST_CASE("a process that keeps the pipe open does not make the caller wait") {
  const Scratch files;
  const Result<ChildAnswer> answer = RunChild(
      Shell("sleep 1000 & echo $! >" + files.Path("pid") + "; echo done"));
  kill(std::stoi(files.Read("pid")), SIGKILL);
  REQUIRE(answer.ok());
  CHECK(answer.value().output == "done\n");
}

TEST_CASE("the stderr of a child is shown only if the caller wants it") {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const int before = dup(STDERR_FILENO);
  dup2(ends[1], STDERR_FILENO);
  close(ends[1]);
  ChildCommand command = Shell("echo hidden >&2");
  const bool hidden = RunChild(command).ok();
  command = Shell("echo shown >&2");
  command.shows_errors = true;
  const bool shown = RunChild(command).ok();
  dup2(before, STDERR_FILENO);
  close(before);
  char text[64];
  const ssize_t size = read(ends[0], text, sizeof text);
  close(ends[0]);
  CHECK((hidden && shown));
  CHECK(std::string(text, static_cast<std::size_t>(size)) == "shown\n");
}

TEST_CASE("a program is found in the absolute directories of PATH alone") {
  const Scratch first, second;
  GiveProgram(second, "tool", "exit 0");
  first.Give("tool", "not to be run");
  const std::string path = first.Path("") + ":" + second.Path("");
  const Variables both{{"PATH=:.:relative:" + path}};
  const Result<std::string> found = FindProgram(both.Get(), "tool");
  REQUIRE(found.ok());
  CHECK(access(found.value().c_str(), X_OK) == 0);
  CHECK(found.value().starts_with(second.Path("")));

  REQUIRE(mkdir(first.Path("folder").c_str(), 0755) == 0);
  const Result<std::string> folder = FindProgram(both.Get(), "folder");
  CHECK(rmdir(first.Path("folder").c_str()) == 0);
  REQUIRE_FALSE(folder.ok());
  CHECK(folder.error().problem == Problem::kUnavailable);
  CHECK_FALSE(FindProgram(Variables{{"HOME=/"}}.Get(), "sh").ok());
}

TEST_CASE("no relative entry of PATH leads to the current directory") {
  const Scratch here;
  GiveProgram(here, "tool", "exit 0");
  char before[4096];
  REQUIRE(getcwd(before, sizeof before));
  REQUIRE(chdir(here.Path("").c_str()) == 0);
  const bool absolute =
      FindProgram(Variables{{"PATH=" + here.Path("")}}.Get(), "tool").ok();
  bool relative = false;
  for (const char* path :
       {"PATH=", "PATH=.", "PATH=:", "PATH=./", "PATH=.:."}) {
    relative = relative || FindProgram(Variables{{path}}.Get(), "tool").ok();
  }
  REQUIRE(chdir(before) == 0);
  CHECK(absolute);
  CHECK_FALSE(relative);
}

TEST_CASE("no variable that holds a token is passed on") {
  const Variables variables{
      {"HF_TOKEN=hf_1", "HOME=/home/ada", "HUGGING_FACE_HUB_TOKEN=hf_2",
       "HF_OIDC_ID_TOKEN=ey", "ACTIONS_ID_TOKEN_REQUEST_TOKEN=ey",
       "HF_TOKEN_PATH=/token"}};
  CHECK(VariablesWithoutTokens(variables.Get()) ==
        std::vector<std::string>{"HOME=/home/ada", "HF_TOKEN_PATH=/token"});
}

}  // namespace
}  // namespace hf
