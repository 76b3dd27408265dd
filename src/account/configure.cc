// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>

#include "src/account/command_line.h"
#include "src/account/registering.h"
#include "src/account/verb.h"
#include "src/message.h"

namespace hf {
namespace {

void Tell(const Registering& registering) {
  const char* what = registering.written.value()
                         ? "wrote to '%s' the helper for\n"
                         : "nothing to do: '%s' has the helper for\n";
  printf(what, Visible(registering.path).c_str());
  for (const HubRegistration& hub : registering.hubs) {
    printf("  %s\n", Visible(hub.url).c_str());
  }
}

}  // namespace

Result<void> Configure(const Environment& environment,
                       const Arguments& arguments) {
  ConfigOptions options;
  const auto app = CommandLineOf("configure");
  AddConfigOptions(*app, options);
  app->add_flag("--proactive", options.proactive,
                "let git (2.46) send the token with its first request");
  Result<bool> parsed = ParseCommandLine(*app, arguments);
  if (!parsed.ok()) return parsed.error();
  if (!parsed.value()) return {};

  Result<Registering> registering = RegisterHelper(options, environment);
  if (!registering.ok()) return registering.error();
  if (!registering.value().written.ok()) {
    printf("# add these lines to git's configuration:\n%s",
           registering.value().lines.c_str());
    return registering.value().written.error();
  }
  Tell(registering.value());
  WarnOfOtherFile(options, environment);
  if (!options.local && !options.file) {
    WarnOfLaterHelper(registering.value(), environment);
  }
  return {};
}

}  // namespace hf
