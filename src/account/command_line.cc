// SPDX-License-Identifier: Apache-2.0
#include "src/account/command_line.h"

#include <stdio.h>

#include "src/verbs.h"

namespace hf {

std::unique_ptr<CLI::App> CommandLineOf(std::string_view name) {
  const VerbDescription* verb = FindPeoplesVerb(name);
  auto app = std::make_unique<CLI::App>(
      std::string(verb->summary),
      "git-credential-hf " + std::string(verb->name));
  app->set_help_flag("-h,--help", "show this and do nothing");
  return app;
}

Result<bool> ParseCommandLine(CLI::App& app, const Arguments& arguments) {
  Arguments reversed(arguments.rbegin(), arguments.rend());  // CLI11 wants so.
  try {
    app.parse(std::move(reversed));
  } catch (const CLI::CallForHelp&) {
    fputs(app.help().c_str(), stdout);
    return false;
  } catch (const CLI::ParseError&) {
    // CLI11's words would repeat an argument, and people mistype tokens.
    return Error{Problem::kUsage,
                 app.get_name() + " does not take these arguments",
                 "see '" + app.get_name() + " --help'"};
  }
  return true;
}

}  // namespace hf
