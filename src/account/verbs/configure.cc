// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>

#include <algorithm>

#include "src/account/configure/add_helper.h"
#include "src/account/configure/proactive.h"
#include "src/account/verbs/command_line.h"
#include "src/account/verbs/config_options.h"
#include "src/account/verbs/verb.h"
#include "src/hub/endpoint.h"
#include "src/text/message.h"

namespace hf {
namespace {

void Tell(const ConfigureResult& registering) {
  const char* what = registering.written.value()
                         ? "wrote to '%s' the helper for\n"
                         : "nothing to do: '%s' has the helper for\n";
  printf(what, EscapeForTerminal(registering.path).c_str());
  for (const HelperSection& hub : registering.hubs) {
    printf("  %s\n", EscapeForTerminal(hub.url).c_str());
  }
}

/// The official Hub, those of the options, and that of HF_ENDPOINT.
Result<std::vector<Endpoint>> HubsToRegister(const ConfigOptions& options,
                                             const Context& context) {
  Result<std::vector<Endpoint>> hubs = EndpointsOf(options);
  if (!hubs.ok()) return hubs;
  if (!context.hub.ok()) return context.hub.error();
  hubs.value().push_back(context.hub.value());
  hubs.value().push_back(Endpoint::Official());
  return hubs;
}

/// Those of \a hubs for which there is a login; the others are named. Without
/// one git would ask for a user name also for a public repository.
std::vector<Endpoint> WithLogin(const std::vector<Endpoint>& hubs,
                                const Environment& environment) {
  std::vector<Endpoint> fit;
  std::vector<std::string> others;
  for (const Endpoint& hub : hubs) {
    if (HasLogin(environment, hub)) {
      fit.push_back(hub);
    } else if (std::find(others.begin(), others.end(), hub.url()) ==
               others.end()) {
      others.push_back(hub.url());
    }
  }
  if (others.empty()) return fit;
  PrintNotice("there is no login for " + JoinWords(others) +
              ", so --proactive is not done there: git would ask for a user "
              "name, also for a public repository");
  PrintHint(
      "log in, then run this again; 'git-credential-hf configure "
      "--no-proactive' takes back what an earlier one wrote");
  return fit;
}

Result<void> Register(const ConfigOptions& options, bool proactive,
                      const Context& context) {
  const Environment& environment = context.environment;
  Result<std::vector<Endpoint>> hubs = HubsToRegister(options, context);
  if (!hubs.ok()) return hubs.error();
  WantedHubs wanted{std::move(hubs).value(), {}};
  if (proactive) wanted.proactive = WithLogin(wanted.hubs, environment);
  Result<ConfigureResult> registering = AddHelper(options, wanted, environment);
  if (!registering.ok()) return registering.error();
  if (!registering.value().written.ok()) {
    printf("# add these lines to git's configuration:\n%s",
           registering.value().lines.c_str());
    return registering.value().written.error();
  }
  Tell(registering.value());
  WarnOfUnreadFile(options, environment);
  if (!options.local && !options.file) {
    WarnOfLaterHelper(registering.value(), environment);
  }
  return {};
}

/// The way back from --proactive; the helper stays.
Result<void> EndProactiveIn(const ConfigOptions& options,
                            const Environment& environment) {
  const Result<std::vector<Endpoint>> hubs = EndpointsOf(options);
  if (!hubs.ok()) return hubs.error();
  Result<Git> git = Git::Find(environment);
  if (!git.ok()) return git.error();
  Result<std::string> path = ConfigFileOf(options, git.value(), environment);
  if (!path.ok()) return path.error();
  const auto cut =
      TakeProactiveOut(git.value(), path.value(), [&](std::string_view url) {
        const Result<Endpoint> hub = Endpoint::Parse(url);
        return hubs.value().empty() ||
               (hub.ok() && std::find(hubs.value().begin(), hubs.value().end(),
                                      hub.value()) != hubs.value().end());
      });
  if (!cut.ok()) return cut.error();
  const char* what = cut.value().empty()
                         ? "nothing to do: '%s' has no proactiveAuth of ours\n"
                         : "took out of '%s' the proactiveAuth for\n";
  printf(what, EscapeForTerminal(path.value()).c_str());
  for (const std::string& url : cut.value()) {
    printf("  %s\n", EscapeForTerminal(url).c_str());
  }
  return {};
}

}  // namespace

Result<void> Configure(const Context& context, const Arguments& arguments) {
  ConfigOptions options;
  bool proactive = false, no_proactive = false;
  CommandLine line("configure");
  AddConfigOptions(line, options);
  line.AddFlag("--proactive", proactive,
               "let git (2.46) send the token with its first request");
  line.AddFlag("--no-proactive", no_proactive,
               "take that back, and change nothing else");
  line.Exclude("--no-proactive", "--proactive");
  Result<bool> parsed = line.Parse(arguments);
  if (!parsed.ok()) return parsed.error();
  if (!parsed.value()) return {};
  return no_proactive ? EndProactiveIn(options, context.environment)
                      : Register(options, proactive, context);
}

}  // namespace hf
