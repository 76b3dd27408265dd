// SPDX-License-Identifier: Apache-2.0
#include "src/account/verbs/command_line.h"

#include <stdio.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "src/account/completion/answer.h"
#include "src/account/terminal/paragraph.h"
#include "src/account/verbs/help_text.h"
#include "src/account/verbs/suggestion.h"
#include "src/hub/access_token.h"
#include "src/protocol/account_program.h"

namespace hf {
namespace {

bool IsFlag(const CLI::Option& option) {
  return option.get_items_expected_max() == 0;
}

/// The help of one verb, in lines that fit. Not CLI11's own: it does not break
/// lines. The usage line, from kAccountVerbs, shows the arguments that exclude
/// each other.
class VerbHelp : public CLI::Formatter {
 public:
  explicit VerbHelp(std::string_view arguments) : arguments_(arguments) {}

  void Explain(const char* text, std::vector<std::string> examples) {
    explanation_ = text;
    examples_ = std::move(examples);
  }

  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode) const override {
    const std::size_t columns = Columns(STDOUT_FILENO);
    std::string text = HelpParagraph(app->get_description(), columns) + "\n" +
                       WithArguments("usage: " + name, arguments_, columns) +
                       "\n";
    if (!explanation_.empty()) {
      text += "\n" + HelpParagraph(explanation_, columns);
    }
    text += Rows("Arguments", *app, true, columns);
    text += Rows("Options", *app, false, columns);
    if (!examples_.empty()) text += "\nExamples:\n";
    for (const std::string& example : examples_) text += "  " + example + "\n";
    return text + "\n" +
           HelpParagraph("An argument that begins with '-' goes after '--'.",
                         columns) +
           HelpParagraph(kExitStatuses, columns) +
           "See git-credential-hf(1).\n";
  }

 private:
  std::string Rows(const char* title, const CLI::App& app, bool positional,
                   std::size_t columns) const {
    constexpr std::size_t kTextColumn = 24;
    std::string rows;
    for (const CLI::Option* option : app.get_options({})) {
      const bool listed =
          !option->get_group().empty() &&
          (positional ? option->get_positional() : option->nonpositional());
      if (!listed) continue;
      std::string name = make_option_name(option, positional);
      if (!positional && !IsFlag(*option))
        name += " " + option->get_type_name();
      rows += HelpRow(name, option->get_description(), kTextColumn, columns);
    }
    return rows.empty() ? rows : std::string("\n") + title + ":\n" + rows;
  }

  std::string arguments_;
  std::string explanation_;
  std::vector<std::string> examples_;
};

using Options = std::vector<const CLI::Option*>;

/// Where the options that \a option excludes are in \a all.
std::vector<std::size_t> ExcludedBy(const CLI::Option& option,
                                    const Options& all) {
  std::vector<std::size_t> indices;
  for (const CLI::Option* other : option.get_excludes()) {
    const auto at = std::find(all.begin(), all.end(), other);
    if (at == all.end()) continue;
    indices.push_back(static_cast<std::size_t>(at - all.begin()));
  }
  return indices;
}

/// \a options as a shell's completion needs them.
std::vector<VerbOption> Described(const Options& options) {
  std::vector<VerbOption> described;
  for (const CLI::Option* option : options) {
    VerbOption& verb_option = described.emplace_back();
    for (const std::string& name : option->get_snames()) {
      verb_option.names.push_back("-" + name);
    }
    for (const std::string& name : option->get_lnames()) {
      verb_option.names.push_back("--" + name);
    }
    if (!IsFlag(*option)) verb_option.value = option->get_type_name();
    verb_option.help = option->get_description();
    verb_option.is_argument = option->get_positional();
    verb_option.is_repeatable =
        option->get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll;
    verb_option.excludes = ExcludedBy(*option, options);
  }
  return described;
}

std::string NameOf(const CLI::App& app) {
  return app.get_name().substr(app.get_name().rfind(' ') + 1);
}

Error Refuse(const CLI::App& app, const std::string& reason,
             std::string hint = {}) {
  if (!hint.empty()) hint += " ";
  return {Problem::kUsage, NameOf(app) + ": " + reason,
          hint + "see '" + app.get_name() + " --help'"};
}

/// The name of \a option in a message.
std::string Shown(const CLI::Option& option) {
  return "'" + option.get_name(option.get_positional()) + "'";
}

/// CLI11 takes the next word as the value of `--name=`. With an empty variable
/// in a script, a verb would act on the wrong token.
std::optional<Error> FindEmptyValue(const CLI::App& app,
                                    const Arguments& arguments) {
  for (const std::string& argument : arguments) {
    if (argument == "--") break;
    if (argument.starts_with("--") &&
        argument.find('=') == argument.size() - 1) {
      const std::string_view option = OptionIn(argument);
      return Refuse(
          app, option.empty()
                   ? "an option's value is empty"
                   : "the value of '" + std::string(option) + "' is empty");
    }
  }
  return std::nullopt;
}

/// Where \a text names \a option, as "--name" or at its start as "name".
std::size_t FindName(const std::string& text, const CLI::Option& option) {
  const std::string name = option.get_name(option.get_lnames().empty());
  if (name.empty()) return text.npos;  // A hidden option.
  const std::size_t bare = name.find_first_not_of('-');
  if (text.starts_with(name.substr(bare) + " ")) return 0;
  const std::size_t at = text.find(name);
  if (at == text.npos || (at > 0 && text[at - 1] != ' ')) return text.npos;
  const std::size_t end = at + name.size();
  const bool ends = end == text.size() || text.find_first_of(" :,", end) == end;
  return ends ? at : text.npos;
}

/// The options that CLI11's message names, in its order. Nothing else says
/// which they are.
std::vector<const CLI::Option*> OptionsIn(const CLI::App& app,
                                          const std::string& text) {
  std::vector<std::pair<std::size_t, const CLI::Option*>> found;
  for (const CLI::Option* option : app.get_options({})) {
    const std::size_t at = FindName(text, *option);
    if (at != text.npos) found.emplace_back(at, option);
  }
  std::sort(found.begin(), found.end());
  std::vector<const CLI::Option*> options;
  options.reserve(found.size());
  for (const auto& [at, option] : found) options.push_back(option);
  return options;
}

std::string PairOf(const CLI::App& app, const CLI::ParseError& error,
                   const char* between, const char* after) {
  const auto options = OptionsIn(app, error.what());
  if (options.size() != 2) return "the arguments cannot be used together";
  return Shown(*options[0]) + between + Shown(*options[1]) + after;
}

std::string ValueProblem(const CLI::App& app, const CLI::ParseError& error) {
  const auto options = OptionsIn(app, error.what());
  if (options.size() != 1) return "an option's value cannot be used";
  const CLI::Option& option = *options[0];
  if (option.get_items_expected_max() == 0) {
    return Shown(option) + " takes no value";
  }
  // Only an option, and no argument, can lack its value.
  return option.empty() ? "'" + option.get_name() + "' needs a value"
                        : Shown(option) + " is given twice";
}

/// For an argument that the verb does not take. It may be a token that the user
/// typed in the wrong place: if so, only its position is shown.
Error UnknownArgument(const CLI::App& app, const Arguments& arguments) {
  const std::vector<std::string> extras = app.remaining();
  const std::string unknown = extras.empty() ? "" : extras[0];
  if (std::any_of(extras.begin(), extras.end(), MayBeToken)) {
    return TokenInArgument(NameOf(app));
  }
  const auto last = std::find(arguments.rbegin(), arguments.rend(), unknown);
  const std::string position =
      "argument " + std::to_string(arguments.rend() - last);
  if (!unknown.starts_with('-')) {
    return Refuse(app, position + " is one too many");
  }
  const std::string option(OptionIn(unknown));
  if (option.empty()) {
    return Refuse(app, position + " is no option of this verb");
  }
  std::vector<std::string> names;
  for (const CLI::Option* known : app.get_options({})) {
    if (known->get_group().empty()) continue;
    for (const std::string& name : known->get_lnames()) {
      names.push_back("--" + name);
    }
  }
  return Refuse(app, "unknown option '" + option + "'",
                DidYouMean(Nearest(option, {names.begin(), names.end()})));
}

/// Not CLI11's message: it repeats the argument.
Error ErrorOf(const CLI::App& app, const CLI::ParseError& error,
              const Arguments& arguments) {
  if (dynamic_cast<const CLI::ExtrasError*>(&error)) {
    return UnknownArgument(app, arguments);
  }
  if (dynamic_cast<const CLI::ExcludesError*>(&error)) {
    return Refuse(app, PairOf(app, error, " and ", " cannot be used together"));
  }
  if (dynamic_cast<const CLI::RequiresError*>(&error)) {
    return Refuse(app, PairOf(app, error, " needs ", ""));
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error)) {
    return Refuse(app, ValueProblem(app, error));
  }
  return Refuse(app, "the arguments cannot be used");
}

/// Moves what follows `--` from \a arguments to the result.
Arguments TakeWordsAfterDashes(Arguments& arguments) {
  const auto end = std::find(arguments.begin(), arguments.end(), "--");
  if (end == arguments.end()) return {};
  Arguments words(end + 1, arguments.end());
  arguments.erase(end, arguments.end());
  return words;
}

}  // namespace

struct CommandLine::App : CLI::App {
  using CLI::App::App;
  std::shared_ptr<VerbHelp> verb_help;
  Arguments* words_after_dashes = nullptr;
};

CommandLine::CommandLine(const char* verb) {
  const VerbDescription* description = FindVerbDescription(verb);
  app_ = std::make_unique<App>(
      std::string(description->summary),
      "git-credential-hf " + std::string(description->name));
  app_->verb_help = std::make_shared<VerbHelp>(description->arguments);
  app_->formatter(app_->verb_help);
  app_->set_help_flag("-h,--help", "show this help");
}

CommandLine::~CommandLine() = default;

void CommandLine::Explain(const char* text, std::vector<std::string> examples) {
  app_->verb_help->Explain(text, std::move(examples));
}

void CommandLine::AddFlag(const char* names, bool& value, const char* help) {
  // Otherwise `--all=false` would be the same as no option.
  app_->add_flag(names, value, help)->disable_flag_override();
}

void CommandLine::AddOption(const char* names, std::string& value,
                            const char* help, const char* metavariable) {
  app_->add_option(names, value, help)->type_name(metavariable);
}

void CommandLine::AddOption(const char* names,
                            std::optional<std::string>& value, const char* help,
                            const char* metavariable) {
  app_->add_option(names, value, help)->type_name(metavariable);
}

void CommandLine::AddOption(const char* names, std::vector<std::string>& values,
                            const char* help, const char* metavariable) {
  app_->add_option(names, values, help)
      ->type_name(metavariable)
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void CommandLine::AddWordsAfterDashes(Arguments& words) {
  app_->words_after_dashes = &words;
}

void CommandLine::AddHidden(const char* name) {
  app_->add_option(name)->expected(1)->group("");
}

void CommandLine::Exclude(const char* name, const char* other) {
  app_->get_option(name)->excludes(app_->get_option(other));
}

void CommandLine::Need(const char* name, const char* other) {
  app_->get_option(name)->needs(app_->get_option(other));
}

/// Prints what may follow when \a arguments are a question of Complete().
bool CommandLine::AnswersCompletion(const Arguments& arguments) const {
  if (arguments.size() != 3 || arguments[0] != kCompleteWord) return false;
  const auto typed = ReadTypedLine(arguments[1], arguments[2]);
  if (!typed || typed->words().size() < 3) return false;
  const auto options = std::as_const(*app_).get_options(
      [](const CLI::Option* option) { return !option->get_group().empty(); });
  const std::vector<std::string>& words = typed->words();
  std::vector<VerbOption> described = Described(options);
  if (app_->words_after_dashes) {
    described.push_back({{}, "FILE", "", true, true, {}, true});
  }
  PrintCandidates(*typed,
                  CandidatesFor(described, {words.begin() + 2, words.end()},
                                Environment::OfThisProcess()));
  return true;
}

Result<bool> CommandLine::Parse(Arguments arguments) {
  if (AnswersCompletion(arguments)) return false;
  if (app_->words_after_dashes) {
    *app_->words_after_dashes = TakeWordsAfterDashes(arguments);
  }
  if (const auto error = FindEmptyValue(*app_, arguments)) return *error;
  // CLI11 wants the words in reverse order.
  Arguments reversed(arguments.rbegin(), arguments.rend());
  try {
    app_->parse(std::move(reversed));
  } catch (const CLI::CallForHelp&) {
    fputs(app_->help().c_str(), stdout);
    return false;
  } catch (const CLI::ParseError& error) {
    return ErrorOf(*app_, error, arguments);
  }
  return true;
}

bool CommandLine::Has(const char* name) const { return app_->count(name) > 0; }

}  // namespace hf
