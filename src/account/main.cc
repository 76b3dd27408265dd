// SPDX-License-Identifier: Apache-2.0
// The account program. git-credential-hf execs it for every verb that git does
// not use, so that git does not wait until libraries are loaded that only these
// verbs need.
#include <stdio.h>
#include <unistd.h>

#include "src/account/operations.h"
#include "src/account/terminal/paragraph.h"
#include "src/account/verbs/verb.h"
#include "src/system/interruption.h"
#include "src/system/process.h"
#include "src/text/message.h"

namespace hf {
namespace {

int Fail(const Error& error) {
  Notices notices = {{error.message, error.hint}};
  PrintWrappedNotices(notices);
  return ExitStatus(error.problem);
}

int Main(const Arguments& words) {
  if (Result<void> safe = HardenProcess(); !safe.ok()) {
    return Fail(safe.error());
  }
  const Environment environment = Environment::OfThisProcess();
  const Context context(environment);
  const std::string word = words.empty() ? "" : words[0];
  if (const HelperOperation* operation = FindHelperOperation(word)) {
    const Result<void> done = RunHelperOperation(*operation, context);
    return done.ok() ? 0 : Fail(done.error());
  }
  EndCleanlyOnSignals();
  const Verb* verb = FindVerb(word);
  if (!verb) {
    if (!words.empty()) Fail(NoSuchVerb(words));
    PrintShortHelp();
    return ExitStatus(Problem::kUsage);
  }
  const Result<void> done =
      verb->run(context, {words.begin() + 1, words.end()});
  if (!done.ok()) return Fail(done.error());
  if (fflush(stdout) == 0 && ferror(stdout) == 0) return 0;
  return Fail({Problem::kUnavailable, "cannot write to stdout"});
}

}  // namespace

}  // namespace hf

int main(int argc, char** argv) {
  const int status = hf::Main({argv + (argc > 0 ? 1 : 0), argv + argc});
  // Not exit(3): there the libraries bind symbols lazily, which writes
  // registers to the stack, and a register may contain the end of a token.
  fflush(nullptr);
  _exit(status);
}
