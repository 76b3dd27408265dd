// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>

#include "src/account/verb.h"
#include "src/verbs.h"

namespace hf {
namespace {

constexpr char kIntroduction[] =
    "git-credential-hf: git's logins on the Hugging Face Hub\n"
    "\n"
    "usage: git-credential-hf VERB [ARGUMENT]...\n"
    "\n";

constexpr char kRest[] =
    "\n"
    "Git itself uses: [--endpoint URL]... get|store|erase|capability\n"
    "\n"
    "To begin: log in with 'hf auth login' or set HF_TOKEN, then run\n"
    "'git-credential-hf configure' once; git clone, push and LFS then work.\n"
    "\n"
    "Exit status: 0 done, 1 failed, 2 usage, 3 no such token or not logged "
    "in,\n"
    "130 interrupted. 'git-credential-hf help VERB' and git-credential-hf(1)\n"
    "tell more.\n";

void PrintVerbs() {
  fputs(kIntroduction, stdout);
  for (const VerbDescription& verb : kPeoplesVerbs) {
    printf("  %-12s %s\n", verb.name.data(), verb.summary.data());
  }
  fputs(kRest, stdout);
}

}  // namespace

Result<void> Help(const Environment& environment, const Arguments& arguments) {
  if (arguments.empty()) {
    PrintVerbs();
    return {};
  }
  const Verb* verb = FindVerb(arguments[0]);
  if (!verb || arguments.size() > 1) {
    return Error{Problem::kUsage, "help: there is no such verb",
                 "'git-credential-hf help' lists them"};
  }
  if (verb->run == Help) {
    PrintVerbs();
    return {};
  }
  return verb->run(environment, {"--help"});
}

}  // namespace hf
