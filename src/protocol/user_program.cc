// SPDX-License-Identifier: Apache-2.0
#include "src/protocol/user_program.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <algorithm>

#include "src/system/child_process.h"
#include "src/system/path.h"
#include "src/system/process.h"
#include "src/text/message.h"

namespace hf {
namespace {

constexpr int kNotThere = 127, kCannotRun = 126;

/// The value of the option \a name at \a at, as `NAME VALUE` or `NAME=VALUE`;
/// moves \a at behind it. Nothing when there is none.
std::optional<std::string> TakeOption(const std::vector<std::string>& words,
                                      std::size_t& at, std::string_view name) {
  const std::string& word = words[at];
  std::optional<std::string> value;
  if (word == name && at + 1 < words.size()) {
    value = words[at + 1];
    at += 2;
  } else if (word.starts_with(name) && word.substr(name.size(), 1) == "=") {
    value = word.substr(name.size() + 1);
    at += 1;
  }
  return value && !value->empty() ? value : std::nullopt;
}

/// All variables of \a environment, with \a token in HF_TOKEN.
std::vector<SecretString> VariablesWith(const Environment& environment,
                                        const SecretString& token) {
  // Python's library asks the variables of a keyless job before HF_TOKEN.
  constexpr std::string_view kRemoved[] = {
      "HF_TOKEN=", "HUGGING_FACE_HUB_TOKEN=", "HF_OIDC_RESOURCE=",
      "HF_OIDC_ID_TOKEN="};
  std::vector<SecretString> variables;
  for (const std::string_view variable : environment.All()) {
    const auto is_named = [&](std::string_view name) {
      return variable.starts_with(name);
    };
    if (std::none_of(std::begin(kRemoved), std::end(kRemoved), is_named)) {
      variables.emplace_back(variable);
    }
  }
  SecretString last("HF_TOKEN=");
  variables.push_back(last.append(token));
  return variables;
}

/// llama.cpp ignores a token that is not `hf_` and 34 or more letters or
/// digits, and downloads without one.
void WarnIfRefused(std::string_view program, std::string_view token) {
  constexpr std::string_view kPrefix = "hf_";
  constexpr std::size_t kFewest = 34;
  const std::string_view name = FileNameOf(program);
  if (!name.starts_with("llama-") && name != "llama") return;
  const auto is_letter_or_digit = [](char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z');
  };
  const std::string_view rest =
      token.substr(std::min(kPrefix.size(), token.size()));
  if (token.starts_with(kPrefix) && rest.size() >= kFewest &&
      std::all_of(rest.begin(), rest.end(), is_letter_or_digit)) {
    return;
  }
  PrintNotice("'" + std::string(name) +
              "' takes access tokens only, and will "
              "ignore this token");
  PrintHint("log in with an access token: 'git-credential-hf login --force'");
}

/// The paths at which to try \a program.
std::vector<std::string> PathsOf(const std::string& program,
                                 const Environment& environment) {
  if (program.find('/') != program.npos) return {program};
  std::vector<std::string> paths;
  std::string_view rest = environment.Find("PATH").value_or("/usr/bin:/bin");
  while (true) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    const std::string_view directory = rest.substr(0, end);
    if (directory.starts_with('/')) {
      paths.push_back(JoinPath(directory, program));
    }
    if (end == rest.size()) return paths;
    rest.remove_prefix(end + 1);
  }
}

bool IsAbsence(int error) { return error == ENOENT || error == ENOTDIR; }

int Fail(const std::string& program, int error) {
  if (IsAbsence(error)) {
    const bool is_path = program.find('/') != program.npos;
    PrintNotice("cannot find '" + program + (is_path ? "'" : "' in PATH"));
    if (!is_path && access(program.c_str(), X_OK) == 0) {
      PrintHint("for the one in the current directory, write './" + program +
                "'");
    }
    return kNotThere;
  }
  PrintNotice("cannot run '" + program + "': " + strerror(error));
  if (error == ENOEXEC) PrintHint("a script needs a '#!' line");
  return kCannotRun;
}

}  // namespace

std::optional<UserProgram> ParseUserProgram(
    const std::vector<std::string>& arguments) {
  UserProgram program;
  std::size_t at = 0;
  while (at < arguments.size() && arguments[at].starts_with('-')) {
    if (arguments[at] == "--") {
      ++at;
      break;
    }
    if (program.owner || program.name) return std::nullopt;
    program.owner = TakeOption(arguments, at, "--for");
    if (!program.owner) program.name = TakeOption(arguments, at, "--name");
    if (!program.owner && !program.name) return std::nullopt;
  }
  program.words.assign(arguments.begin() + static_cast<std::ptrdiff_t>(at),
                       arguments.end());
  if (program.words.empty() || program.words[0].empty()) return std::nullopt;
  return program;
}

int BecomeUserProgram(const UserProgram& program,
                      const Environment& environment,
                      const SecretString& token) {
  const std::string& name = program.words[0];
  WarnIfRefused(name, token);
  std::vector<SecretString> variables = VariablesWith(environment, token);
  std::vector<char*> pointers;
  pointers.reserve(variables.size() + 1);
  for (SecretString& variable : variables) pointers.push_back(variable.data());
  pointers.push_back(nullptr);
  const std::vector<char*> words = PointersTo(program.words);
  RestoreProcess();
  int error = ENOENT;
  for (const std::string& path : PathsOf(name, environment)) {
    execve(path.c_str(), words.data(), pointers.data());
    if (IsAbsence(errno) && access(path.c_str(), F_OK) != 0) continue;
    // A script whose interpreter is missing is there, but cannot be run.
    error = IsAbsence(errno) ? ENOEXEC : errno;
    if (error != EACCES) break;
  }
  return Fail(name, error);
}

}  // namespace hf
