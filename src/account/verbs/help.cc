// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <unistd.h>

#include <span>

#include "src/account/terminal/paragraph.h"
#include "src/account/verbs/help_text.h"
#include "src/account/verbs/suggestion.h"
#include "src/account/verbs/verb.h"
#include "src/hub/access_token.h"
#include "src/protocol/account_program.h"

namespace hf {
namespace {

constexpr std::string_view kUsage =
    "usage: git-credential-hf VERB [ARGUMENT]...";

/// The operations that git runs, named as in gitcredentials(7).
constexpr VerbDescription kOperations[] = {
    {"get", "", "answer with the token for a request"},
    {"store", "", "save a token that git has used with success"},
    {"erase", "", "remove a token that git stored and a server refused"},
    {"capability", "", "list the helper's capabilities"},
};

std::string Rows(std::span<const VerbDescription> verbs, std::size_t columns) {
  constexpr std::size_t kTextColumn = 15;
  std::string rows;
  for (const VerbDescription& verb : verbs) {
    rows += HelpRow(verb.name, verb.summary, kTextColumn, columns);
  }
  return rows;
}

/// The verbs, the most important ones apart.
std::string VerbRows(std::size_t columns) {
  const std::span<const VerbDescription> verbs(kAccountVerbs);
  return Rows(verbs.first(kMainVerbs), columns) + "\n" +
         Rows(verbs.subspan(kMainVerbs), columns);
}

void PrintVerbs() {
  const std::size_t columns = Columns(STDOUT_FILENO);
  std::string text = HelpParagraph(
      "git credential helper and token manager for the Hugging Face Hub",
      columns);
  text += "\n" + HelpParagraph(kUsage, columns) + "\n" + VerbRows(columns);
  text += "\n" + HelpParagraph(
                     "To begin, run 'git-credential-hf login'. After that, git "
                     "clone, git push and LFS work without a prompt.",
                     columns);
  text +=
      "\n" + HelpParagraph("git itself runs, as [--endpoint URL]... OPERATION:",
                           columns);
  text += "\n" + Rows(kOperations, columns);
  text += "\n" + HelpParagraph(kExitStatuses, columns);
  text += HelpParagraph(
      "See 'git-credential-hf help VERB' and git-credential-hf(1).", columns);
  fputs(text.c_str(), stdout);
}

/// What a user has meant by \a words, which begin with no verb.
std::string SuggestionFor(const Arguments& words) {
  if (words.size() > 1 && words[0] == "auth" && FindVerb(words[1])) {
    return DidYouMean(FindVerb(words[1])->name);
  }
  std::vector<std::string_view> names = {"--help", "--version"};
  for (const VerbDescription& verb : kAccountVerbs) names.push_back(verb.name);
  return DidYouMean(Nearest(words[0], names));
}

bool PrintOperation(std::string_view name) {
  for (const VerbDescription& verb : kOperations) {
    if (verb.name != name) continue;
    const std::size_t columns = Columns(STDOUT_FILENO);
    const std::string text =
        HelpParagraph(verb.summary, columns) + "\n" +
        WithArguments("usage: git-credential-hf",
                      "[--endpoint URL]... " + std::string(verb.name),
                      columns) +
        "\n\n" +
        HelpParagraph(
            "git runs it and writes the request to its stdin; see "
            "git-credential-hf(7).",
            columns);
    fputs(text.c_str(), stdout);
    return true;
  }
  return false;
}

}  // namespace

Error NoSuchVerb(const Arguments& words) {
  if (MayBeToken(words[0])) return TokenInArgument("usage");
  const std::string option(OptionIn(words[0]));
  return {Problem::kUsage,
          option.empty() ? "there is no such verb"
                         : "there is no option '" + option + "'",
          SuggestionFor(words)};
}

void PrintShortHelp() {
  const std::size_t columns = Columns(STDERR_FILENO);
  const std::string text =
      "\n" + HelpParagraph(kUsage, columns) + "\n" + VerbRows(columns) + "\n" +
      HelpParagraph("git itself runs get, store, erase and capability.",
                    columns);
  fputs(text.c_str(), stderr);
}

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
    const Error error = NoSuchVerb(arguments);
    return Error{Problem::kUsage, "help: " + error.message,
                 error.hint.empty() ? "'git-credential-hf help' lists them"
                                    : error.hint};
  }
  if (verb->run == Help) {
    PrintVerbs();
    return {};
  }
  return verb->run(context, {"--help"});
}

}  // namespace hf
