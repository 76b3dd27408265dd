// SPDX-License-Identifier: Apache-2.0
#include "src/account/verbs/command_line.h"

#include <stdio.h>

#include <algorithm>

#include "src/protocol/account_program.h"

namespace hf {
namespace {

constexpr char kFooter[] =
    "An argument that begins with '-' goes after '--'.\n"
    "Exit status: 0 done, 1 failed, 2 usage, 3 no such token or not logged "
    "in,\n"
    "4 the Hub could not be reached, 130 interrupted.\n"
    "git-credential-hf(1) tells more.";

bool IsFlag(const CLI::Option& option) {
  return option.get_items_expected_max() == 0;
}

/// CLI11's help with the usage line of kAccountVerbs, which says what excludes
/// what, and without CLI11's remarks on that.
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

std::string NameOf(const CLI::App& app) {
  return app.get_name().substr(app.get_name().rfind(' ') + 1);
}

Error Refuse(const CLI::App& app, const std::string& reason) {
  return {Problem::kUsage, NameOf(app) + ": " + reason,
          "see '" + app.get_name() + " --help'"};
}

/// CLI11 takes the next word for the value of `--name=`: a variable of a script
/// that was empty would make us act on something else.
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

/// Words of our own: CLI11's would repeat an argument, and people mistype
/// tokens.
std::string ReasonOf(const CLI::ParseError& error) {
  if (dynamic_cast<const CLI::ExtrasError*>(&error)) {
    return "there is an argument too many, or an unknown option";
  }
  if (dynamic_cast<const CLI::ExcludesError*>(&error)) {
    return "two of the arguments exclude each other";
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error)) {
    return "an option lacks its value, takes none, or is given twice";
  }
  return "these arguments make no sense";
}

}  // namespace

std::string WithArguments(const std::string& start,
                          std::string_view arguments) {
  constexpr std::size_t kScreen = 80;
  std::string text = start;
  std::size_t column = start.size();
  while (!arguments.empty()) {
    // At the end of an optional argument, never inside of one.
    std::size_t end = arguments.find("] ");
    end = end == arguments.npos ? arguments.size() : end + 1;
    const std::string_view argument = arguments.substr(0, end);
    arguments.remove_prefix(std::min(end + 1, arguments.size()));
    const bool fits = column + 1 + argument.size() <= kScreen;
    text.append(fits ? " " : "\n    ").append(argument);
    column = argument.size() + (fits ? column + 1 : 4);
  }
  return text;
}

std::unique_ptr<CLI::App> CommandLineOf(std::string_view name) {
  const VerbDescription* verb = FindVerbDescription(name);
  auto app = std::make_unique<CLI::App>(
      std::string(verb->summary),
      "git-credential-hf " + std::string(verb->name));
  app->formatter(std::make_shared<VerbHelp>(verb->arguments));
  app->footer(kFooter);
  app->set_help_flag("-h,--help", "show this and do nothing");
  return app;
}

Result<bool> ParseCommandLine(CLI::App& app, const Arguments& arguments) {
  if (HasEmptyValue(arguments))
    return Refuse(app, "an option's value is empty");
  for (CLI::Option* option : app.get_options()) {
    // `--all=false` would else be a verb without any option.
    if (IsFlag(*option)) option->disable_flag_override();
  }
  Arguments reversed(arguments.rbegin(), arguments.rend());  // CLI11 wants so.
  try {
    app.parse(std::move(reversed));
  } catch (const CLI::CallForHelp&) {
    fputs(app.help().c_str(), stdout);
    return false;
  } catch (const CLI::ParseError& error) {
    return Refuse(app, ReasonOf(error));
  }
  return true;
}

}  // namespace hf
