// SPDX-License-Identifier: Apache-2.0
#include "src/account/status/helper_checks.h"

#include <unistd.h>

#include "src/account/configure/add_helper.h"
#include "src/account/configure/helper_command.h"
#include "src/account/configure/other_helpers.h"
#include "src/account/git/credential_config.h"
#include "src/account/tokens/saved_tokens.h"
#include "src/hub/endpoint.h"
#include "src/lookup/token_choice.h"
#include "src/text/message.h"
#include "src/text/shell_word.h"

namespace hf {
namespace {

/// One problem with the helpers for one or more of a Hub's URLs.
struct Fault {
  std::string_view kind;
  std::string before, after;  ///< The sentence around the URLs.
  std::vector<std::string> urls{};
};

bool IsSame(const Fault& a, const Fault& b) {
  return a.kind == b.kind && a.before == b.before && a.after == b.after;
}

std::string NamesOf(const std::vector<ConfigEntry>& helpers) {
  std::vector<std::string> words;
  for (const ConfigEntry& helper : helpers) {
    if (!IsOurHelper(helper.value))
      words.push_back(HelperDisplayName(helper.value));
  }
  return JoinWords(words);
}

/// The problems with the helpers that git runs for one URL.
std::vector<Fault> FaultsOf(const HelperChain& chain, bool has_rules) {
  std::vector<ConfigEntry> before, after;
  const ConfigEntry* this_helper = nullptr;
  for (const ConfigEntry& helper : chain.helpers) {
    if (IsOurHelper(helper.value)) {
      this_helper = &helper;
    } else {
      (this_helper ? after : before).push_back(helper);
    }
  }
  if (!this_helper) {
    const std::string others = NamesOf(chain.helpers);
    return {{"not-registered", "git does not use this helper for ",
             others.empty() ? "" : ", but " + others}};
  }
  std::vector<Fault> faults;
  const std::string program = HelperProgramPath(this_helper->value);
  if (!program.empty() && access(program.c_str(), X_OK) != 0) {
    faults.push_back({"program-gone", "git runs '" + program + "' for ",
                      ", but this program does not exist"});
  }
  if (!before.empty()) {
    faults.push_back({"helper-first", "git asks " + NamesOf(before) + " about ",
                      " first, and uses its answer"});
  }
  if (!after.empty()) {
    faults.push_back({"helper-after",
                      "git also tells " + NamesOf(after) + " the tokens for ",
                      "; " + NamesOf(after) + " may save copies"});
  }
  if (!chain.uses_path && has_rules) {
    faults.push_back({"no-path", "git-lfs does not say which repository of ",
                      " it asks about, so rules do not apply"});
  }
  return faults;
}

/// Adds the faults for \a address, one of the Hub's URLs. When the target is
/// below it, uses the target's URL, because git may have settings only for
/// that.
void AddFaults(const std::vector<ConfigEntry>& entries,
               const StatusTarget& target, const std::string& address,
               bool has_rules, std::vector<Fault>& faults) {
  const bool is_there = target.url.starts_with(address + "/");
  const std::string& url = is_there ? target.url : address;
  for (Fault& fault : FaultsOf(HelperChainFor(entries, url), has_rules)) {
    const auto same = std::find_if(
        faults.begin(), faults.end(),
        [&](const Fault& earlier) { return IsSame(earlier, fault); });
    Fault& place =
        same == faults.end() ? faults.emplace_back(std::move(fault)) : *same;
    place.urls.push_back(address);
  }
}

/// Configures git again for \a hub, which is configured already or the official
/// Hub.
Result<std::string> ConfigureAgain(const Context& context,
                                   const ConfigOptions& options,
                                   const Endpoint& hub, Notices& notices) {
  Result<ConfigureResult> result =
      AddHelper(options, {{hub}}, context.environment);
  if (!result.ok()) return result.error();
  if (!result.value().written.ok()) return result.value().written.error();
  const auto saved = ReadSavedTokens(context, notices);
  if (saved.ok()) {
    RejectTokenCopies(context.environment,
                      TokenCopiesOf(saved.value().AllTokens()), notices);
  }
  return "configured git to use this helper for " +
         JoinWords(UrlsOf(result.value().hubs)) + " in '" +
         result.value().path + "'";
}

/// Configures git in the repository's file or in the global one; nothing when
/// there is no such file.
std::optional<Fix> ConfigureFix(const Context& context, const GitContext& git,
                                const Endpoint& hub, bool is_local) {
  ConfigOptions options;
  options.local = is_local;
  const auto path = ConfigFileOf(options, git.git, context.environment);
  if (!path.ok()) return std::nullopt;
  return Fix{"configure git to use this helper for " +
                 JoinWords(AddressesOf(hub)) + " in '" + path.value() + "'",
             [context, options, hub](Notices& notices) {
               return ConfigureAgain(context, options, hub, notices);
             }};
}

Remedy RemedyFor(const Endpoint& hub, bool is_local) {
  std::string command = "git-credential-hf configure";
  if (is_local) command += " --local";
  if (hub.is_official()) return Command(command);
  return CommandOr(CommandToCopy(command + " --endpoint", {hub.url()}),
                   "configure git for " + hub.url());
}

}  // namespace

void CheckHelper(const Context& context, const GitContext& git,
                 const StatusTarget& target, bool has_rules, Issues& issues) {
  for (const std::string variable :
       {"GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS"}) {
    if (!context.environment.Find(variable)) continue;
    issues.Add({"other-config",
                variable + " gives git settings that status does not see",
                Command("unset " + variable)});
  }
  std::vector<Fault> faults, global;
  for (const std::string& address : AddressesOf(target.hub)) {
    AddFaults(git.effective, target, address, has_rules, faults);
    AddFaults(git.global, target, address, has_rules, global);
  }
  for (const Fault& fault : faults) {
    // A fault that is not in the global configuration is in the repository's.
    const bool is_local =
        std::none_of(global.begin(), global.end(),
                     [&](const Fault& other) { return IsSame(other, fault); });
    issues.Add({fault.kind, fault.before + JoinWords(fault.urls) + fault.after,
                RemedyFor(target.hub, is_local), Problem::kRefused,
                ConfigureFix(context, git, target.hub, is_local)});
  }
}

void CheckGitVersion(const GitContext& git,
                     const std::optional<GitVersion>& version,
                     const TokenChoice& choice, Issues& issues) {
  if (!version || version->HasAuthtype() || !choice.bearer) return;
  issues.Add(
      {"git-too-old",
       "git " + version->text +
           " cannot send the token of a browser login to git-lfs as the Hub "
           "wants it. Clone, fetch and push work, but large files do not",
       {"update git to 2.46, or log in with an access token: "
        "git-credential-hf login --force"},
       Problem::kRefused,
       std::nullopt,
       !UsesLfs(git)});
}

void AddSshNote(const StatusTarget& target, Issues& issues) {
  issues.Add({"ssh-remote",
              "'origin' uses ssh: git itself uses your ssh key there, and no "
              "token. For large files git-lfs may use this token, over https "
              "at " +
                  target.url,
              {},
              Problem::kRefused,
              std::nullopt,
              true});
}

void AddRewritten(const StatusTarget& target, Issues& issues) {
  issues.Add({"url-rewritten",
              "git uses a URL that is not on a Hub in place of " + target.url +
                  ", because of url.*.insteadOf",
              {"remove this setting; 'git config --show-origin --get-regexp "
               "insteadof' shows it"}});
}

}  // namespace hf
