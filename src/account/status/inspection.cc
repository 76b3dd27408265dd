// SPDX-License-Identifier: Apache-2.0
#include "src/account/status/inspection.h"

#include <set>
#include <string>

#include "src/account/api/identity.h"
#include "src/account/command/command_token.h"
#include "src/account/git/config_lock.h"
#include "src/account/git/credential_config.h"
#include "src/account/status/cached_tokens.h"
#include "src/account/status/credential_files.h"
#include "src/account/status/credentials_in_urls.h"
#include "src/account/status/header_check.h"
#include "src/account/status/helper_checks.h"
#include "src/account/status/lfs_access_check.h"
#include "src/account/status/netrc_check.h"
#include "src/account/status/other_urls_check.h"
#include "src/account/status/proactive_check.h"
#include "src/account/status/renewal_check.h"
#include "src/account/status/repository_files.h"
#include "src/account/status/status_report.h"
#include "src/account/status/store_checks.h"
#include "src/account/tokens/keyring_tokens.h"
#include "src/files/secret_file.h"
#include "src/hub/repository.h"
#include "src/lookup/job_identity.h"
#include "src/lookup/token_choice.h"
#include "src/lookup/token_sources.h"
#include "src/store/store_paths.h"
#include "src/system/path.h"

namespace hf {
namespace {

/// "the token 'work'", or "the token in" its origin.
std::string NameOfChoice(const TokenChoice& choice) {
  return choice.name.empty() ? "the token in " + choice.origin
                             : "the token '" + choice.name + "'";
}

class Inspection {
 public:
  Inspection(const Context& context, const Inquiry& inquiry)
      : context_(context),
        environment_(context.environment),
        inquiry_(inquiry) {}

  Result<StatusReport> Run();

 private:
  void AskSources(const StatusTarget& target);
  void TakeDecision(Finding finding, TokenSource source);
  void AskCommand(const TokenRequest& request);
  void AskKeyring(const TokenRequest& request);
  void AskHub(const StatusTarget& target);
  void TakeIdentity(const Result<std::optional<Identity>>& identity);
  void CheckThatHubAnswered();
  void AskAccess(HttpClient& client, const StatusTarget& target);
  void FindIssuesInGit(const GitContext& git, const StatusTarget& target);
  void FindIssues(const GitContext* git, const StatusTarget& target);

  const Context& context_;
  const Environment& environment_;
  const Inquiry& inquiry_;
  StatusReport report_;
};

void Inspection::TakeDecision(Finding finding, TokenSource source) {
  if (finding.choice.ok()) {
    report_.choice = std::move(*finding.choice.value());
    const TokenChoice& choice = *report_.choice;
    const bool is_filed = source != TokenSource::kEnvironment &&
                          !choice.name.empty() && !choice.outside;
    report_.saved_in = is_filed && context_.paths.ok()
                           ? context_.paths.value().tokens
                           : choice.origin;
  } else if (source == TokenSource::kExchange) {
    const auto identity = FindJobIdentity(environment_, report_.repository);
    if (!identity.ok()) report_.issues.Add("no-identity", identity.error());
    report_.not_asked = "the exchange would give a new token";
  } else {
    report_.issues.Add("no-token", finding.choice.error());
  }
}

/// Uses what the command has printed before, but does not run it: it may ask
/// the user something, or count how often it is run.
void Inspection::AskCommand(const TokenRequest& request) {
  const StoredToken known = *report_.choice->outside;
  const Result<void> usable = CheckCommand(known);
  if (!usable.ok()) report_.issues.Add("command-refused", usable.error());
  const auto cached =
      CachedFromCommand(environment_, known, report_.repository);
  if (!cached) {
    report_.not_asked = "status does not run the command";
    return;
  }
  Result<TokenChoice> choice = ChoiceOf(*cached, {}, request);
  if (choice.ok()) report_.choice = std::move(choice).value();
}

/// Gets a token from the keyring as the helper's `get` does. A failure is an
/// issue, and the report goes on without the token.
void Inspection::AskKeyring(const TokenRequest& request) {
  const auto token = KeyringForGit().Load(*report_.choice->outside);
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
  const bool is_outside = report_.choice && report_.choice->outside;
  if (is_outside && report_.choice->outside->command) {
    AskCommand(request);
  } else if (is_outside) {
    AskKeyring(request);
  }
  if (!decided) {
    report_.issues.Add(
        {"not-logged-in", "there is no token for " + target.hub.url(),
         Command("git-credential-hf login"), Problem::kNoSuchToken});
  }
}

void Inspection::TakeIdentity(const Result<std::optional<Identity>>& identity) {
  const TokenChoice& choice = *report_.choice;
  if (!identity.ok()) {
    Error error = identity.error();
    error.message = "the Hub could not be asked: " + error.message;
    return report_.issues.Add("hub-silent", error);
  }
  report_.hub_answer = HubAnswer{};
  if (const auto& known = identity.value()) {
    report_.hub_answer = HubAnswer{true, known->account, known->role};
    return;
  }
  report_.issues.Add(
      {"rejected-by-hub",
       "the Hub says that " + NameOfChoice(choice) + " is not valid",
       choice.name.empty() && choice.origin.find('/') == std::string::npos
           ? Remedy{"correct or unset " + choice.origin}
           : Command("git-credential-hf login --force")});
}

/// Does not refresh a token, which would change the store.
void Inspection::AskHub(const StatusTarget& target) {
  if (!report_.choice || report_.choice->token.empty()) return;
  if (inquiry_.offline) {
    report_.not_asked = "--offline";
  } else if (report_.choice->expired) {
    report_.not_asked = "it has expired";
  } else {
    Result<HttpClient> client = HttpClient::Open(environment_);
    TakeIdentity(client.ok() ? AskIdentity(client.value(), target.hub,
                                           report_.choice->token)
                             : Result<std::optional<Identity>>(client.error()));
    if (client.ok()) AskAccess(client.value(), target);
  }
}

/// What the Hub says of the repository, if it has accepted the token.
void Inspection::AskAccess(HttpClient& client, const StatusTarget& target) {
  const auto& known = report_.hub_answer;
  if (!known || !known->valid || !CanAskAbout(report_.repository)) return;
  const AccessWish wish{target.hub, report_.repository, report_.choice->token,
                        known->role};
  Result<AccessAnswer> answer = AskAbout(client, wish, inquiry_.write);
  if (!answer.ok()) {
    Error error = answer.error();
    error.message = "the Hub could not be asked about '" + report_.repository +
                    "': " + error.message;
    return report_.issues.Add("hub-silent", error);
  }
  if (answer.value().refusal) report_.issues.Add(*answer.value().refusal);
  report_.access = std::move(answer).value();
}

/// A user who asked about a repository must not take silence for a yes.
void Inspection::CheckThatHubAnswered() {
  const bool was_asked = inquiry_.words && CanAskAbout(report_.repository);
  if (!was_asked || inquiry_.offline || report_.access ||
      report_.not_asked.empty() || !report_.issues.problems().empty()) {
    return;
  }
  report_.issues.Add({"access-unknown",
                      "it is not known whether the token may use '" +
                          report_.repository + "': " + report_.not_asked,
                      {"let git use the token once, and ask again"}});
}

Result<StatusReport> Inspection::Run() {
  const Result<GitContext> found_git = FindGitContext(environment_);
  const GitContext* git = found_git.ok() ? &found_git.value() : nullptr;
  if (!git) report_.issues.Add("no-git", found_git.error());
  Result<StatusTarget> found = TargetOf(context_, inquiry_.words, git);
  if (!found.ok()) return found.error();
  const StatusTarget& target = found.value();
  report_.url = target.url;
  report_.endpoint = target.hub.url();
  if (git) report_.git = git->git.Version();
  report_.repository =
      RepositoryIn(target.hub.PathBelow(target.path.value_or("")));
  if (inquiry_.write && !CanAskAbout(report_.repository)) {
    return Error{Problem::kUsage, "status: --write needs a repository",
                 "give OWNER/NAME"};
  }
  AskSources(target);
  AskHub(target);
  CheckThatHubAnswered();
  if (git && report_.choice) {
    CheckGitVersion(*git, report_.git, *report_.choice, report_.issues);
  }
  if (target.is_ssh) AddSshNote(target, report_.issues);
  if (target.is_rewritten) AddRewritten(target, report_.issues);
  if (git && report_.choice && !inquiry_.words) {
    CheckOtherUrls(environment_, *git, target, *report_.choice, report_.issues);
  }
  FindIssues(git, target);
  return std::move(report_);
}

/// Checks what git and its neighbours read in place of, or besides, the store.
void Inspection::FindIssuesInGit(const GitContext& git,
                                 const StatusTarget& target) {
  Issues& issues = report_.issues;
  const Result<StorePaths>& paths = context_.paths;
  const bool has_rules = paths.ok() && HasRules(paths.value());
  CheckHelper(context_, git, target, has_rules, issues);
  CheckExtraHeaders(git, target, issues);
  CheckLfsAccess(git, target, issues);
  CheckEmptyVariable(environment_, git, issues);
  const bool has_token = !issues.Has("not-logged-in") &&
                         !issues.Has("no-token") && !issues.Has("no-keyring");
  if (!has_token) CheckProactiveAuth(environment_, git, target, issues);
  const TokenStores stores{paths.ok() ? paths.value() : StorePaths(),
                           KeyringFor(environment_)};
  FindCredentialsInUrls(git, git.effective, stores, issues);
  CheckRepositoryFiles(git, stores, issues);
  CheckCredentialFiles(environment_, git, stores, issues);
  CheckCachedTokens(git, target, stores, issues);
  CheckNetrc(environment_, target, stores, issues);
}

/// A missing store was reported by the first source that needed it.
void Inspection::FindIssues(const GitContext* git, const StatusTarget& target) {
  if (git) FindIssuesInGit(*git, target);
  const Result<StorePaths>& paths = context_.paths;
  if (!paths.ok()) return;
  CheckOverrides(environment_, paths.value(), report_.issues);
  CheckStore(paths.value(), KeyringForGit(), report_.issues);
  CheckRenewals(environment_, paths.value(), report_.issues);
}

}  // namespace

void RemoveStaleLocks(const Environment& environment) {
  const Result<GitContext> git = FindGitContext(environment);
  if (!git.ok()) return;
  std::set<std::string> files;
  for (const ConfigEntry& entry : git.value().effective) {
    files.insert(JoinPath(git.value().directory, FileOf(entry)));
  }
  for (const std::string& file : SubmoduleConfigs(git.value())) {
    files.insert(file);
  }
  std::vector<std::string> linked = CredentialFiles(environment, git.value());
  linked.push_back(NetrcPath(environment));
  for (const std::string& file : linked) {
    const Result<std::string> target = FollowLink(file);
    if (target.ok()) files.insert(target.value());
  }
  for (const std::string& file : files) RemoveStaleLock(file);
}

Result<StatusReport> Inspect(const Context& context, const Inquiry& inquiry) {
  return Inspection(context, inquiry).Run();
}

}  // namespace hf
