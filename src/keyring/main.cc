// SPDX-License-Identifier: Apache-2.0
// The keyring program: the only one that links libsecret. The others run it and
// exchange records with it, so that a service that hangs, or a library that
// crashes, does not stop them.
#include <stdio.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "src/keyring/deadline.h"
#include "src/keyring/error.h"
#include "src/keyring/operations.h"
#include "src/protocol/keyring_program.h"
#include "src/system/process.h"
#include "src/text/message.h"

namespace hf {
namespace {

/// Prints \a error on stderr for users, and writes it to stdout as a record for
/// the calling program.
int Fail(const Error& error) {
  PrintError(error);
  if (!isatty(STDOUT_FILENO)) {
    RecordWriter answer;
    answer.Add(field::kError, EscapeForTerminal(error.message));
    answer.Add(field::kHint, EscapeForTerminal(error.hint));
    if (IsAboutLock(error)) answer.Add(field::kLocked, "1");
    static_cast<void>(answer.WriteTo(STDOUT_FILENO).ok());
  }
  return ExitStatus(error.problem);
}

int Run(const KeyringOperation& operation, bool may_open_dialog) {
  Result<Record> request = Record();
  if (operation.reads_a_record) request = ReadRecord(STDIN_FILENO);
  if (!request.ok()) return Fail(request.error());
  SetServiceDeadline();
  const Result<Keyring> keyring =
      Keyring::Open(Environment::OfThisProcess(),
                    may_open_dialog ? Unlocking::kByDialog : Unlocking::kNever);
  if (!keyring.ok()) return Fail(keyring.error());
  RecordWriter answer;
  Result<void> done = operation.run(keyring.value(), request.value(), answer);
  if (!done.ok()) return Fail(done.error());
  done = answer.WriteTo(STDOUT_FILENO);
  return done.ok() ? 0 : Fail(done.error());
}

int Main(std::vector<std::string_view> words) {
  if (Result<void> safe = HardenProcess(); !safe.ok()) {
    return Fail(safe.error());
  }
  const bool may_open_dialog = std::erase(words, kKeyringUnlock) > 0;
  const std::string_view word = words.empty() ? "" : words[0];
  if (word == "--help" || word == "-h") {
    fputs(KeyringUsage().c_str(), stdout);
    return fflush(stdout) == 0 ? 0 : 1;
  }
  const KeyringOperation* operation = FindKeyringOperation(word);
  if (!operation || words.size() > 1) {
    fputs(KeyringUsage().c_str(), stderr);
    return ExitStatus(Problem::kUsage);
  }
  return Run(*operation, may_open_dialog);
}

}  // namespace
}  // namespace hf

int main(int argc, char** argv) {
  const int status = hf::Main({argv + (argc > 0 ? 1 : 0), argv + argc});
  // Not exit(3): GLib's threads may still run.
  _exit(status);
}
