// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <unistd.h>

#include "src/account/tokens/current_token.h"
#include "src/account/verbs/command_line.h"
#include "src/protocol/user_program.h"
#include "src/text/message.h"

namespace hf {
namespace {

/// For arguments that ParseUserProgram() does not take: prints the help, or
/// says what is wrong.
Result<void> ExplainArguments(const Arguments& arguments) {
  std::optional<std::string> owner, name, program;
  std::vector<std::string> rest;
  CommandLine line("exec");
  line.Explain(
      "The program runs in the place of this one, so its exit status is the "
      "program's. The token is in no argument and in no file.",
      {"git-credential-hf exec -- python3 train.py",
       "git-credential-hf exec --for acme/model -- ./upload"});
  line.AddOption("--for", owner,
                 "with the token that git would get for OWNER or "
                 "OWNER/REPOSITORY",
                 "OWNER");
  line.AddOption("--name", name, "with the stored token NAME", "NAME");
  line.AddOption("PROGRAM", program, "the program; looked for in PATH",
                 "PROGRAM");
  line.AddOption("ARG", rest, "its arguments", "ARG");
  line.Exclude("--for", "--name");
  const Result<bool> parsed = line.Parse(arguments);
  if (!parsed.ok()) return parsed.error();
  if (!parsed.value()) return {};
  return Error{Problem::kUsage, "exec: there is no PROGRAM to run",
               "see 'git-credential-hf exec --help'"};
}

/// Fails when \a used is not for the Hub that HF_ENDPOINT names: the program
/// would send it there.
Result<void> CheckHub(const Context& context, const CurrentToken& used) {
  if (used.from_environment) return {};
  const Result<Endpoint> hub = HubOf(context, used);
  if (!hub.ok()) return hub.error();
  if (hub.value() == context.hub.value()) return {};
  return Error{Problem::kRefused,
               "the token is for " + hub.value().url() +
                   ", and the program would send it to " +
                   context.hub.value().url(),
               "set HF_ENDPOINT to the Hub of the token"};
}

Result<CurrentToken> FindToken(const Context& context,
                               const UserProgram& program) {
  Notices notices;
  Result<CurrentToken> used =
      program.name ? FindTokenNamed(context, *program.name, notices)
                   : FindTokenFor(context, program.owner, notices);
  PrintNotices(notices);
  if (!used.ok()) return used;
  Result<void> checked = CheckHub(context, used.value());
  if (!checked.ok()) return checked.error();
  return used;
}

}  // namespace

Result<void> Exec(const Context& context, const Arguments& arguments) {
  const auto program = ParseUserProgram(arguments);
  if (!program) return ExplainArguments(arguments);
  const Result<CurrentToken> used = FindToken(context, *program);
  if (!used.ok()) return used.error();
  // Its status is that of a shell, and no Problem has it.
  _exit(BecomeUserProgram(*program, context.environment, used.value().token));
}

}  // namespace hf
