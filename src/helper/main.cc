// SPDX-License-Identifier: Apache-2.0
// git-credential-hf: answers git, and runs the account program for the verbs.
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <span>
#include <string>

#include "src/helper/operations.h"
#include "src/hub/endpoint.h"
#include "src/protocol/account_program.h"
#include "src/system/process.h"
#include "src/text/message.h"

namespace hf {
namespace {

struct Operation {
  std::string_view name;
  Result<void> (*run)(const Session&);
  bool reads_a_record;
};

constexpr Operation kOperations[] = {
    {"get", Get, true},
    {"store", Store, true},
    {"erase", Erase, true},
    {"capability", Capability, false},
};

constexpr char kUsage[] =
    "usage: git-credential-hf [--endpoint URL]... get|store|erase|capability\n"
    "       git-credential-hf VERB [ARGUMENT]...\n"
    "       git-credential-hf --help | --version\n"
    "get, store and erase read git's description of a credential on stdin; "
    "see git-credential-hf(7).\n";

int ShowUsage() {
  fputs(kUsage, stderr);
  return ExitStatus(Problem::kUsage);
}

int Fail(const Error& error) {
  PrintError(error);
  return ExitStatus(error.problem);
}

bool IsVersion(std::string_view word) {
  return word == "--version" || word == "-v" || word == "version";
}

const Operation* FindOperation(std::string_view name) {
  for (const Operation& operation : kOperations) {
    if (operation.name == name) return &operation;
  }
  return nullptr;
}

/// True when a program runs this one, not a user at a terminal.
bool IsCalledByProgram() {
  struct stat facts;
  return fstat(STDIN_FILENO, &facts) == 0 &&
         (S_ISFIFO(facts.st_mode) || S_ISSOCK(facts.st_mode));
}

/// Replaces this process by the account program. Returns only when that program
/// cannot be run.
int RunAccountProgram(char** argv) {
  const std::string program = AccountProgram();
  if (program.empty()) return Fail(ProgramsNotFound());
  execv(program.c_str(), argv);
  return Fail({Problem::kUnavailable, "cannot run '" + program + "'",
               "install git-credential-hf again"});
}

/// Takes all `--endpoint URL` from the start of \a arguments.
Result<Hubs> TakeEndpoints(std::span<char*>& arguments) {
  Hubs hubs;
  while (arguments.size() >= 2 &&
         std::string_view(arguments[0]) == "--endpoint") {
    Result<Endpoint> endpoint = Endpoint::Parse(arguments[1]);
    if (!endpoint.ok()) return endpoint.error();
    hubs.Add(std::move(endpoint).value());
    arguments = arguments.subspan(2);
  }
  return hubs;
}

int Run(const Operation& operation, Hubs hubs) {
  if (operation.reads_a_record && isatty(STDIN_FILENO)) return ShowUsage();
  const Session session{Environment::OfThisProcess(), std::move(hubs),
                        STDIN_FILENO, STDOUT_FILENO};
  const Result<void> done = operation.run(session);
  return done.ok() ? 0 : Fail(done.error());
}

int Main(std::span<char*> arguments) {
  if (Result<void> safe = HardenProcess(); !safe.ok()) {
    return Fail(safe.error());
  }
  char** const all = arguments.data();
  arguments = arguments.subspan(1);
  const std::size_t given = arguments.size();
  Result<Hubs> hubs = TakeEndpoints(arguments);
  if (!hubs.ok()) return Fail(hubs.error());
  const bool has_endpoints = arguments.size() < given;
  if (arguments.empty()) {
    return has_endpoints ? ShowUsage() : RunAccountProgram(all);
  }
  const std::string_view verb = arguments[0];
  if (const Operation* operation = FindOperation(verb)) {
    if (arguments.size() > 1) return ShowUsage();
    return Run(*operation, std::move(hubs).value());
  }
  if (!has_endpoints && IsVersion(verb)) {
    puts("git-credential-hf " HF_VERSION);
    return 0;
  }
  const bool help = verb == "--help" || verb == "-h";
  const bool complete = verb == "--complete";  // From a shell's script.
  if ((help || complete || FindVerbDescription(verb)) && !has_endpoints) {
    return RunAccountProgram(all);
  }
  // A newer git may ask for an unknown operation: gitcredentials(7) wants no
  // output then. A user needs the error message.
  if (IsCalledByProgram()) return 0;
  return has_endpoints ? ShowUsage() : RunAccountProgram(all);
}

}  // namespace
}  // namespace hf

int main(int argc, char** argv) {
  if (argc < 1) return 2;
  return hf::Main(std::span(argv, static_cast<std::size_t>(argc)));
}
