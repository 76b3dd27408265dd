// SPDX-License-Identifier: Apache-2.0
#include "src/account/command/run_command.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>

#include "src/account/command/command_answer.h"
#include "src/files/trusted_path.h"
#include "src/hub/access_token.h"
#include "src/system/child_process.h"
#include "src/system/path.h"
#include "src/text/message.h"
#include "src/text/trace.h"

namespace hf {
namespace {

constexpr int kTerminalSeconds = 60;  // For a user who is asked a question.

/// Variables that a command does not get, besides those with a token: git's,
/// and those with which a loader or an interpreter runs code of another file.
constexpr std::string_view kRemovedPrefixes[] = {"GIT_", "LD_", "BASH_FUNC_",
                                                 "HF_CREDENTIAL_"};
constexpr std::string_view kRemoved[] = {
    "GLIBC_TUNABLES=", "BASH_ENV=",   "ENV=",        "SHELLOPTS=",
    "BASHOPTS=",       "PYTHONPATH=", "PYTHONHOME=", "PYTHONSTARTUP=",
    "PERL5LIB=",       "PERL5OPT=",   "RUBYLIB=",    "RUBYOPT=",
    "NODE_OPTIONS="};

bool IsRemoved(std::string_view variable) {
  const auto begins = [&](std::string_view start) {
    return variable.starts_with(start);
  };
  return std::any_of(std::begin(kRemovedPrefixes), std::end(kRemovedPrefixes),
                     begins) ||
         std::any_of(std::begin(kRemoved), std::end(kRemoved), begins);
}

std::vector<std::string> VariablesFor(const Environment& environment,
                                      const StoredToken& token,
                                      const CommandUse& use) {
  std::vector<std::string> variables = VariablesWithoutTokens(environment);
  std::erase_if(variables, IsRemoved);
  variables.push_back("HF_CREDENTIAL_ENDPOINT=" + token.endpoint.value_or(""));
  variables.push_back("HF_CREDENTIAL_NAME=" + token.name);
  variables.push_back("HF_CREDENTIAL_PATH=" + use.repository);
  return variables;
}

ChildCommand ChildFor(const Environment& environment, const StoredToken& token,
                      const CommandUse& use) {
  const TokenCommand& command = *token.command;
  ChildCommand child{
      .program = command.words[0],
      .arguments = {command.words.begin() + 1, command.words.end()}};
  child.environment = VariablesFor(environment, token, use);
  child.directory = "/";
  child.most_seconds = use.has_terminal
                           ? std::max(command.timeout, kTerminalSeconds)
                           : command.timeout;
  child.most_output = kLongestCommandAnswer;
  child.has_own_group = true;
  child.has_terminal = use.has_terminal;
  child.ends_with_caller = true;
  if (isatty(STDERR_FILENO)) {
    const std::string name(FileNameOf(command.words[0]));
    child.show_error = [name](std::string_view line) {
      PrintNotice(name + ": " + HideTokens(line));
    };
  }
  return child;
}

Error NoToken(const StoredToken& token, const Error& why) {
  return {why.problem,
          "the command of '" + token.name + "' gave no token: " + why.message,
          why.hint};
}

Error Failed(const StoredToken& token, int status) {
  const std::string hint =
      isatty(STDERR_FILENO)
          ? ""
          : "to see what it says, run 'git-credential-hf token NAME' in a "
            "terminal";
  return NoToken(token,
                 {Problem::kUnavailable,
                  "it ended with status " + std::to_string(status), hint});
}

}  // namespace

Result<void> CheckCommand(const StoredToken& token) {
  const TokenCommand& command = *token.command;
  if (!command.fault.empty()) {
    return NoToken(token, {Problem::kRefused,
                           command.fault + ", in '" + command.file + "'"});
  }
  Result<void> checked;
  if (!command.file.empty()) checked = CheckTrustedPath(command.file);
  if (checked.ok()) checked = CheckTrustedProgram(command.words[0]);
  return checked.ok() ? checked : NoToken(token, checked.error());
}

Result<CommandAnswer> RunCommand(const Environment& environment,
                                 const StoredToken& token,
                                 const CommandUse& use) {
  if (Result<void> sound = CheckCommand(token); !sound.ok()) {
    return sound.error();
  }
  Trace(environment).Say("running the command of '" + token.name + "'");
  const Result<ChildAnswer> child = RunChild(ChildFor(environment, token, use));
  if (!child.ok()) return NoToken(token, child.error());
  // The command's group had the terminal, so Ctrl-C went to it alone.
  constexpr int kInterrupted = 128 + SIGINT;
  if (use.has_terminal && child.value().status == kInterrupted) raise(SIGINT);
  if (child.value().status != 0) return Failed(token, child.value().status);
  Result<CommandAnswer> answer = ParseCommandAnswer(child.value().output);
  if (!answer.ok()) return NoToken(token, answer.error());
  return answer;
}

}  // namespace hf
