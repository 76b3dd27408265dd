// SPDX-License-Identifier: Apache-2.0
#include "src/account/verbs/command_line.h"

#include <stdio.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "src/account/completion/answer.h"
#include "src/protocol/account_program.h"

namespace hf {
namespace {

constexpr char kFooter[] =
    "An argument that begins with '-' goes after '--'.\n"
    "Exit status: 0 done, 1 failed, 2 usage, 3 no such token or not logged "
    "in,\n"
    "4 the Hub could not be reached, 130 interrupted.\n"
    "See git-credential-hf(1).";

bool IsFlag(const CLI::Option& option) {
  return option.get_items_expected_max() == 0;
}

/// CLI11's help, but with the usage line of kAccountVerbs, which shows the
/// arguments that exclude each other, and without CLI11's own notes about them.
class VerbHelp : public CLI::Formatter {
 public:
  explicit VerbHelp(std::string_view arguments) : arguments_(arguments) {
    column_width(24);
  }

  std::string make_usage(const CLI::App*, std::string name) const override {
    return "\n" + WithArguments("usage: " + name, arguments_) + "\n";
  }

  std::string make_option(const CLI::Option* option,
                          bool is_positional) const override {
    std::string name = make_option_name(option, is_positional);
    if (!is_positional && !IsFlag(*option)) {
      name += " " + option->get_type_name();
    }
    std::stringstream out;
    CLI::detail::format_help(out, name, make_option_desc(option),
                             get_column_width());
    return out.str();
  }

 private:
  std::string arguments_;
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

Error Refuse(const CLI::App& app, const std::string& reason) {
  return {Problem::kUsage, NameOf(app) + ": " + reason,
          "see '" + app.get_name() + " --help'"};
}

/// CLI11 takes the next word as the value of `--name=`. With an empty variable
/// in a script, a verb would act on the wrong token.
bool HasEmptyValue(const Arguments& arguments) {
  for (const std::string& argument : arguments) {
    if (argument == "--") return false;
    if (argument.starts_with("--") &&
        argument.find('=') == argument.size() - 1) {
      return true;
    }
  }
  return false;
}

/// Not CLI11's message: it repeats the argument, which may be a token that the
/// user typed in the wrong place.
std::string ReasonOf(const CLI::ParseError& error) {
  if (dynamic_cast<const CLI::ExtrasError*>(&error)) {
    return "unknown option, or too many arguments";
  }
  if (dynamic_cast<const CLI::ExcludesError*>(&error)) {
    return "two of the arguments cannot be used together";
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error)) {
    return "an option has no value, has one too many, or is given twice";
  }
  return "the arguments cannot be used";
}

}  // namespace

std::string WithArguments(const std::string& start,
                          std::string_view arguments) {
  constexpr std::size_t kColumns = 80;
  std::string text = start;
  std::size_t column = start.size();
  while (!arguments.empty()) {
    // Breaks the line after an optional argument, never inside one.
    std::size_t end = arguments.find("] ");
    end = end == arguments.npos ? arguments.size() : end + 1;
    const std::string_view argument = arguments.substr(0, end);
    arguments.remove_prefix(std::min(end + 1, arguments.size()));
    const bool fits = column + 1 + argument.size() <= kColumns;
    text.append(fits ? " " : "\n    ").append(argument);
    column = argument.size() + (fits ? column + 1 : 4);
  }
  return text;
}

struct CommandLine::App : CLI::App {
  using CLI::App::App;
};

CommandLine::CommandLine(const char* verb) {
  const VerbDescription* description = FindVerbDescription(verb);
  app_ = std::make_unique<App>(
      std::string(description->summary),
      "git-credential-hf " + std::string(description->name));
  app_->formatter(std::make_shared<VerbHelp>(description->arguments));
  app_->footer(kFooter);
  app_->set_help_flag("-h,--help", "show this help");
}

CommandLine::~CommandLine() = default;

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
  PrintCandidates(*typed, CandidatesFor(Described(options),
                                        {words.begin() + 2, words.end()},
                                        Environment::OfThisProcess()));
  return true;
}

Result<bool> CommandLine::Parse(const Arguments& arguments) {
  if (AnswersCompletion(arguments)) return false;
  if (HasEmptyValue(arguments)) {
    return Refuse(*app_, "an option's value is empty");
  }
  // CLI11 wants the words in reverse order.
  Arguments reversed(arguments.rbegin(), arguments.rend());
  try {
    app_->parse(std::move(reversed));
  } catch (const CLI::CallForHelp&) {
    fputs(app_->help().c_str(), stdout);
    return false;
  } catch (const CLI::ParseError& error) {
    return Refuse(*app_, ReasonOf(error));
  }
  return true;
}

bool CommandLine::Has(const char* name) const { return app_->count(name) > 0; }

}  // namespace hf
