// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>

#include <algorithm>

#include "src/account/configure/add_helper.h"
#include "src/account/configure/proactive.h"
#include "src/account/verbs/command_line.h"
#include "src/account/verbs/config_options.h"
#include "src/account/verbs/verb.h"
#include "src/hub/endpoint.h"
#include "src/store/system_file.h"
#include "src/text/message.h"

namespace hf {
namespace {

void PrintResult(const ConfigureResult& result) {
  const char* what = result.written.value()
                         ? "configured git to use this helper, in '%s', for\n"
                         : "nothing to do: '%s' already has the helper for\n";
  printf(what, EscapeForTerminal(result.path).c_str());
  for (const HelperSection& hub : result.hubs) {
    printf("  %s\n", EscapeForTerminal(hub.url).c_str());
  }
}

/// The Hubs in \a options, that of HF_ENDPOINT, those that root has named for
/// all users, and the official Hub.
Result<std::vector<Endpoint>> HubsToConfigure(const ConfigOptions& options,
                                              const Context& context) {
  Result<std::vector<Endpoint>> hubs = EndpointsOf(options);
  if (!hubs.ok()) return hubs;
  if (!context.hub.ok()) return context.hub.error();
  hubs.value().push_back(context.hub.value());
  Result<SystemFile> system = ReadSystemFile(SystemFilePath());
  if (!system.ok()) return system.error();
  for (Endpoint& hub : system.value().hubs) {
    hubs.value().push_back(std::move(hub));
  }
  hubs.value().push_back(Endpoint::Official());
  return hubs;
}

/// Those of \a hubs for which there is a login. Prints a notice with the
/// others: without a login git would ask for a user name even for a public
/// repository.
std::vector<Endpoint> WithLogin(const std::vector<Endpoint>& hubs,
                                const Environment& environment) {
  std::vector<Endpoint> with_login;
  std::vector<std::string> others;
  for (const Endpoint& hub : hubs) {
    if (HasLogin(environment, hub)) {
      with_login.push_back(hub);
    } else if (std::find(others.begin(), others.end(), hub.url()) ==
               others.end()) {
      others.push_back(hub.url());
    }
  }
  if (others.empty()) return with_login;
  PrintNotice("there is no login for " + JoinWords(others) +
              ", so --proactive is not set there: git would ask for a user "
              "name even for a public repository");
  PrintHint(
      "log in, then run this again; 'git-credential-hf configure "
      "--no-proactive' undoes an earlier --proactive");
  return with_login;
}

Result<void> ConfigureHubs(const ConfigOptions& options, bool proactive,
                           const Context& context) {
  const Environment& environment = context.environment;
  Result<std::vector<Endpoint>> hubs = HubsToConfigure(options, context);
  if (!hubs.ok()) return hubs.error();
  WantedHubs wanted{std::move(hubs).value(), {}};
  if (proactive) wanted.proactive = WithLogin(wanted.hubs, environment);
  Result<ConfigureResult> result = AddHelper(options, wanted, environment);
  if (!result.ok()) return result.error();
  if (!result.value().written.ok()) {
    printf("# add these lines to git's configuration:\n%s",
           result.value().lines.c_str());
    return result.value().written.error();
  }
  PrintResult(result.value());
  Notices& notices = result.value().notices;
  AddUnreadFile(options, environment, notices);
  if (!options.local && !options.file) {
    AddLaterHelper(result.value(), environment, notices);
  }
  PrintNotices(notices);
  return {};
}

/// Undoes --proactive; the helper stays configured.
Result<void> RemoveProactiveOf(const ConfigOptions& options,
                               const Environment& environment) {
  const Result<std::vector<Endpoint>> hubs = EndpointsOf(options);
  if (!hubs.ok()) return hubs.error();
  Result<Git> git = Git::Find(environment);
  if (!git.ok()) return git.error();
  Result<std::string> path = ConfigFileOf(options, git.value(), environment);
  if (!path.ok()) return path.error();
  const auto removed =
      RemoveProactive(git.value(), path.value(), [&](std::string_view url) {
        const Result<Endpoint> hub = Endpoint::Parse(url);
        return hubs.value().empty() ||
               (hub.ok() && std::find(hubs.value().begin(), hubs.value().end(),
                                      hub.value()) != hubs.value().end());
      });
  if (!removed.ok()) return removed.error();
  const char* what =
      removed.value().empty()
          ? "nothing to do: '%s' has no proactiveAuth of configure\n"
          : "removed from '%s' the proactiveAuth for\n";
  printf(what, EscapeForTerminal(path.value()).c_str());
  for (const std::string& url : removed.value()) {
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
               "undo --proactive, and change nothing else");
  line.Exclude("--no-proactive", "--proactive");
  Result<bool> parsed = line.Parse(arguments);
  if (!parsed.ok()) return parsed.error();
  if (!parsed.value()) return {};
  return no_proactive ? RemoveProactiveOf(options, context.environment)
                      : ConfigureHubs(options, proactive, context);
}

}  // namespace hf
