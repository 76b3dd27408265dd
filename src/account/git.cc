// SPDX-License-Identifier: Apache-2.0
#include "src/account/git.h"

#include <algorithm>

namespace hf {
namespace {

/// True when \a variables set what \a variable sets.
bool Has(const std::vector<std::string>& variables,
         const std::string& variable) {
  const std::string name = variable.substr(0, variable.find('=') + 1);
  return std::any_of(variables.begin(), variables.end(),
                     [&](const auto& v) { return v.starts_with(name); });
}

}  // namespace

Result<Git> Git::Find(const Environment& environment) {
  Result<std::string> program = FindProgram(environment, "git");
  if (!program.ok()) return program.error();
  Git git;
  git.program_ = program.value();
  git.environment_ = VariablesWithoutTokens(environment);
  std::erase_if(git.environment_, [](const std::string& variable) {
    return variable.starts_with("GIT_");
  });
  git.environment_.emplace_back("GIT_TERMINAL_PROMPT=0");
  return git;
}

Result<ChildAnswer> Git::Run(const std::vector<std::string>& arguments) const {
  return Run(arguments, Surroundings{});
}

Result<ChildAnswer> Git::Run(const std::vector<std::string>& arguments,
                             const Surroundings& surroundings) const {
  ChildCommand command;
  command.program = program_;
  command.arguments = arguments;
  command.environment = surroundings.variables;
  for (const std::string& variable : environment_) {
    if (!Has(surroundings.variables, variable)) {
      command.environment.push_back(variable);
    }
  }
  command.directory = surroundings.directory;
  command.input = surroundings.input;
  command.most_seconds = surroundings.most_seconds;
  return RunChild(command);
}

std::vector<std::string> SplitAtNul(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\0'), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

}  // namespace hf
