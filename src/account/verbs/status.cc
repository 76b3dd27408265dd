// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>

#include <algorithm>

#include "src/account/api/identity.h"
#include "src/account/configure/proactive.h"
#include "src/account/oauth/token_exchange.h"
#include "src/account/status/helper_checks.h"
#include "src/account/status/status_report.h"
#include "src/account/status/store_checks.h"
#include "src/account/status/stray_tokens.h"
#include "src/account/terminal/terminal.h"
#include "src/account/tokens/keyring_tokens.h"
#include "src/account/verbs/command_line.h"
#include "src/lookup/token_choice.h"
#include "src/lookup/token_sources.h"
#include "src/store/store_paths.h"
#include "src/text/message.h"

namespace hf {
namespace {

struct StatusOptions {
  std::optional<std::string> url;
  bool offline = false;
  bool json = false;
  bool fix = false;
  bool yes = false;
};

Result<bool> ReadOptions(const Arguments& arguments, StatusOptions& options) {
  const auto app = CommandLineOf("status");
  app->add_option("URL", options.url,
                  "what git would ask about; OWNER/NAME will do")
      ->type_name("URL");
  app->add_flag("--offline", options.offline, "do not ask the Hub");
  CLI::Option* json = app->add_flag("--json", options.json, "one JSON object");
  CLI::Option* fix =
      app->add_flag("--fix", options.fix, "offer to mend what can be mended")
          ->excludes(json);
  app->add_flag("--yes", options.yes, "mend it without asking")->needs(fix);
  return ParseCommandLine(*app, arguments);
}

/// "the token 'work'", or where it is from.
std::string NameOfChoice(const TokenChoice& choice) {
  return choice.name.empty() ? "the token in " + choice.origin
                             : "the token '" + choice.name + "'";
}

class Inspection {
 public:
  Inspection(const Environment& environment, const StatusOptions& options)
      : environment_(environment), options_(options) {}

  /// Looks at everything. Fails only when it cannot be told what to look at.
  Result<StatusReport> Run();

 private:
  void AskSources(const StatusTarget& target);
  void TakeDecision(Finding finding, TokenSource source);
  void AskKeyring(const TokenRequest& request);
  void AskHub(const StatusTarget& target);
  void TakeIdentity(const Result<std::optional<Identity>>& identity);
  void FindIssues(const GitContext* context, const StatusTarget& target);

  const Environment& environment_;
  const StatusOptions& options_;
  StatusReport report_;
};

void Inspection::TakeDecision(Finding finding, TokenSource source) {
  if (finding.choice.ok()) {
    report_.choice = std::move(*finding.choice.value());
  } else if (source == TokenSource::kExchange) {
    Result<void> checked = CheckJobIdentity(environment_);
    if (!checked.ok()) report_.issues.Add("no-identity", checked.error());
    report_.not_asked = "the exchange would give a new token";
  } else {
    report_.issues.Add("no-token", finding.choice.error());
  }
}

/// As get does. Without the token the rest is still told.
void Inspection::AskKeyring(const TokenRequest& request) {
  if (!report_.choice || !report_.choice->in_keyring) return;
  const auto token = QuietKeyring().Load(*report_.choice->in_keyring);
  Result<TokenChoice> choice = token.ok() ? ChoiceOf(token.value(), {}, request)
                                          : Result<TokenChoice>(token.error());
  if (choice.ok()) {
    report_.choice = std::move(choice).value();
    return;
  }
  const bool is_silent = choice.error().problem == Problem::kUnavailable;
  report_.issues.Add(is_silent ? "no-keyring" : "no-token", choice.error());
  report_.not_asked = "the keyring did not give the token";
}

void Inspection::AskSources(const StatusTarget& target) {
  const TokenRequest request = target.request();
  TokenSources sources(environment_, request);
  bool decided = false;
  for (const TokenSource source : kTokenSources) {
    Finding finding = sources.Ask(source);
    const bool speaks = !finding.choice.ok() || finding.choice.value();
    report_.sources.push_back({source, finding.remark, speaks && !decided});
    if (speaks && !decided) TakeDecision(std::move(finding), source);
    decided = decided || speaks;
  }
  AskKeyring(request);
  if (!decided) {
    report_.issues.Add({"not-logged-in",
                        "there is no token for " + target.hub.url(),
                        "git-credential-hf login", Problem::kNoSuchToken});
  }
}

void Inspection::TakeIdentity(const Result<std::optional<Identity>>& identity) {
  const TokenChoice& choice = *report_.choice;
  if (!identity.ok()) {
    Error error = identity.error();
    error.message = "the Hub could not be asked: " + error.message;
    return report_.issues.Add("hub-silent", error);
  }
  report_.hubs_word = HubsWord{};
  if (const auto& known = identity.value()) {
    report_.hubs_word = HubsWord{true, known->account, known->role};
    return;
  }
  report_.issues.Add(
      {"rejected-by-hub",
       "the Hub says that " + NameOfChoice(choice) + " is not valid",
       choice.name.empty() && choice.origin.find('/') == std::string::npos
           ? "correct or unset " + choice.origin
           : "git-credential-hf login --force"});
}

/// Without a refresh, which would change the store.
void Inspection::AskHub(const StatusTarget& target) {
  if (!report_.choice || report_.choice->token.empty()) return;
  if (options_.offline) {
    report_.not_asked = "--offline";
  } else if (report_.choice->expired) {
    report_.not_asked =
        "the token has expired; it is refreshed when git uses it";
  } else {
    Result<HttpClient> client = HttpClient::Open(environment_);
    TakeIdentity(client.ok() ? AskIdentity(client.value(), target.hub,
                                           report_.choice->token)
                             : Result<std::optional<Identity>>(client.error()));
  }
}

Result<StatusReport> Inspection::Run() {
  const Result<GitContext> git = FindGitContext(environment_);
  const GitContext* context = git.ok() ? &git.value() : nullptr;
  if (!context) report_.issues.Add("no-git", git.error());
  Result<StatusTarget> found = TargetOf(environment_, options_.url, context);
  if (!found.ok()) return found.error();
  const StatusTarget& target = found.value();
  report_.url = target.url;
  report_.endpoint = target.hub.url();
  if (context) report_.git = context->git.Version();
  AskSources(target);
  AskHub(target);
  if (report_.choice) {
    CheckGitVersion(report_.git, *report_.choice, report_.issues);
  }
  FindIssues(context, target);
  return std::move(report_);
}

/// Where the store is not to be found, that is said of the first source that
/// needs it; a variable may do without.
void Inspection::FindIssues(const GitContext* context,
                            const StatusTarget& target) {
  Issues& issues = report_.issues;
  const Result<StorePaths> paths = FindStore(environment_);
  if (context) {
    const bool has_rules = paths.ok() && HasRules(paths.value());
    CheckHelper(environment_, *context, target, has_rules, issues);
    const bool has_token = !issues.Has("not-logged-in") &&
                           !issues.Has("no-token") && !issues.Has("no-keyring");
    if (!has_token) CheckProactiveAuth(environment_, *context, target, issues);
  }
  if (!paths.ok()) return;
  if (context) {
    const TokenStores places{paths.value(), OurKeyring(environment_)};
    FindCredentialsInUrls(*context, places, issues);
    CheckCredentialFiles(environment_, *context, places, issues);
  }
  CheckOverrides(environment_, paths.value(), issues);
  CheckStore(paths.value(), QuietKeyring(), issues);
}

/// The exit status: that of the only kind of problem there is, else 1.
Result<void> Verdict(const Issues& issues) {
  const auto& all = issues.all();
  if (all.empty()) return {};
  const bool alike = std::all_of(
      all.begin(), all.end(),
      [&](const Issue& issue) { return issue.problem == all[0].problem; });
  const std::string count = all.size() == 1
                                ? "one thing stands"
                                : std::to_string(all.size()) + " things stand";
  const Problem problem = alike && (all[0].problem == Problem::kNoSuchToken ||
                                    all[0].problem == Problem::kUnreachable)
                              ? all[0].problem
                              : Problem::kRefused;
  return Error{problem, count + " in the way"};
}

void FixAll(const Issues& issues, bool yes) {
  std::vector<std::string> offered;
  for (const Issue& issue : issues.all()) {
    if (!issue.fix) continue;
    const std::string& offer = issue.fix->offer;
    if (std::find(offered.begin(), offered.end(), offer) != offered.end()) {
      continue;
    }
    offered.push_back(offer);
    if (!yes && !Confirm(offer + "?")) continue;
    const Result<std::string> done = issue.fix->run();
    if (done.ok()) {
      printf("mended: %s\n", EscapeForTerminal(done.value()).c_str());
    } else {
      PrintError(done.error());
    }
  }
}

}  // namespace

Result<void> Status(const Environment& environment,
                    const Arguments& arguments) {
  StatusOptions options;
  Result<bool> parsed = ReadOptions(arguments, options);
  if (!parsed.ok()) return parsed.error();
  if (!parsed.value()) return {};
  if (options.fix && !options.yes && !HasPerson(environment)) {
    return Error{Problem::kUsage, "status: nobody is there to be asked",
                 "to mend all that can be mended, give --fix --yes"};
  }
  Result<StatusReport> report = Inspection(environment, options).Run();
  if (!report.ok()) return report.error();
  if (options.json) {
    PrintStatusJson(report.value());
  } else {
    PrintStatus(report.value());
  }
  fflush(stdout);  // Before the remarks, where both go to one place.
  const auto& issues = report.value().issues.all();
  const bool can_fix =
      std::any_of(issues.begin(), issues.end(),
                  [](auto& issue) { return issue.fix.has_value(); });
  if (!options.fix || !can_fix) return Verdict(report.value().issues);
  FixAll(report.value().issues, options.yes);
  report = Inspection(environment, options).Run();
  if (!report.ok()) return report.error();
  PrintIssues(report.value().issues);
  fflush(stdout);
  return Verdict(report.value().issues);
}

}  // namespace hf
