// SPDX-License-Identifier: Apache-2.0
// Answers the completion scripts of the shells. The typed words come on stdin,
// because one of them may be a token, and every user can read arguments.
#include <stdio.h>
#include <unistd.h>

#include "src/account/completion/answer.h"
#include "src/account/verbs/verb.h"
#include "src/files/read_file.h"
#include "src/protocol/account_program.h"

namespace hf {
namespace {

Candidates Verbs() {
  Candidates found;
  for (const VerbDescription& verb : kAccountVerbs) {
    found.words.push_back({std::string(verb.name), std::string(verb.summary)});
  }
  return found;
}

Candidates OptionsWithoutVerb() {
  return {
      Candidates::Kind::kWords,
      {{"--help", "explain all verbs"}, {"--version", "print the version"}}};
}

/// The verb that the user has typed, or null. Not one that users do not see.
const Verb* TypedVerb(const std::string& name) {
  return FindVerbDescription(name) ? FindVerb(name) : nullptr;
}

}  // namespace

Result<void> Complete(const Context& context, const Arguments& arguments) {
  const std::string form = arguments.size() == 1 ? arguments[0] : "";
  if (isatty(STDIN_FILENO) || !ReadTypedLine(form, "")) {
    return Error{Problem::kUsage,
                 std::string(kCompleteWord) + " is for the shells' completion",
                 "see git-credential-hf(7)"};
  }
  const Result<std::string> text = ReadToEnd(STDIN_FILENO, "standard input");
  if (!text.ok()) return text.error();
  const TypedLine typed = *ReadTypedLine(form, text.value());
  const std::vector<std::string>& words = typed.words();
  if (words.size() < 2) return {};
  if (words.size() == 2) {
    PrintCandidates(typed,
                    words[1].starts_with('-') ? OptionsWithoutVerb() : Verbs());
    return {};
  }
  const Verb* verb = TypedVerb(words[1]);
  if (!verb) return {};
  if (verb->run == Help) {
    PrintCandidates(typed, words.size() == 3 ? Verbs() : Candidates{});
    return {};
  }
  return verb->run(context, {std::string(kCompleteWord), form, text.value()});
}

}  // namespace hf
