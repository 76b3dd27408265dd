// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>

#include "src/account/verbs/command_line.h"
#include "src/account/verbs/verb.h"
#include "src/protocol/account_program.h"

namespace hf {
namespace {

constexpr char kIntroduction[] =
    "git credential helper and token manager for the Hugging Face Hub\n"
    "\n"
    "usage: git-credential-hf VERB [ARGUMENT]...\n"
    "\n";

constexpr char kRest[] =
    "\n"
    "To begin, run 'git-credential-hf login'. After that, git clone, git push "
    "and LFS\nwork without a prompt.\n"
    "\n"
    "Exit status: 0 done, 1 failed, 2 usage, 3 no such token or not logged "
    "in,\n"
    "4 the Hub could not be reached, 130 interrupted.\n"
    "See 'git-credential-hf help VERB' and git-credential-hf(1).\n";

/// The operations that git runs, named as in gitcredentials(7).
constexpr VerbDescription kOperations[] = {
    {"get", "", "answer with the token for a request"},
    {"store", "", "save a token that git has used with success"},
    {"erase", "", "remove a token that git stored and a server refused"},
    {"capability", "", "list the helper's capabilities"},
};

void Print(const VerbDescription& verb) {
  const std::string name = "  " + std::string(verb.name);
  printf("%s\n      %s\n", WithArguments(name, verb.arguments).c_str(),
         verb.summary.data());
}

void PrintVerbs() {
  fputs(kIntroduction, stdout);
  for (const VerbDescription& verb : kAccountVerbs) Print(verb);
  fputs("\ngit itself runs, as [--endpoint URL]... OPERATION:\n\n", stdout);
  for (const VerbDescription& verb : kOperations) Print(verb);
  fputs(kRest, stdout);
}

bool PrintOperation(std::string_view name) {
  for (const VerbDescription& verb : kOperations) {
    if (verb.name != name) continue;
    printf("%s\n\n", verb.summary.data());
    printf("usage: git-credential-hf [--endpoint URL]... %s\n\n",
           verb.name.data());
    fputs("git runs it and writes the request to its stdin; see\n", stdout);
    fputs("git-credential-hf(7).\n", stdout);
    return true;
  }
  return false;
}

}  // namespace

Result<void> Help(const Context& context, const Arguments& arguments) {
  if (arguments.empty()) {
    PrintVerbs();
    return {};
  }
  if (arguments.size() > 1) {
    return Error{Problem::kUsage, "help: one VERB at a time",
                 "'git-credential-hf help' lists them"};
  }
  if (PrintOperation(arguments[0])) return {};
  const Verb* verb = FindVerb(arguments[0]);
  if (!verb) {
    return Error{Problem::kUsage, "help: there is no such verb",
                 "'git-credential-hf help' lists them"};
  }
  if (verb->run == Help) {
    PrintVerbs();
    return {};
  }
  return verb->run(context, {"--help"});
}

}  // namespace hf
