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

/// One thing wrong with the helpers of one or more of a Hub's URLs.
struct Fault {
  std::string_view kind;
  std::string before, after;  ///< The sentence around the URLs.
  std::vector<std::string> urls{};
};

bool IsSame(const Fault& a, const Fault& b) {
  return a.kind == b.kind && a.before == b.before && a.after == b.after;
}

std::string WordsOf(const std::vector<ConfigEntry>& helpers) {
  std::vector<std::string> words;
  for (const ConfigEntry& helper : helpers) {
    if (!IsOurHelper(helper.value))
      words.push_back(HelperDisplayName(helper.value));
  }
  return JoinWords(words);
}

/// What is wrong with the helpers that git asks about one URL.
std::vector<Fault> FaultsOf(const HelperChain& chain, bool has_rules) {
  std::vector<ConfigEntry> before, after;
  const ConfigEntry* ours = nullptr;
  for (const ConfigEntry& helper : chain.helpers) {
    if (IsOurHelper(helper.value)) {
      ours = &helper;
    } else {
      (ours ? after : before).push_back(helper);
    }
  }
  if (!ours) {
    const std::string others = WordsOf(chain.helpers);
    return {{"not-registered", "git does not ask this helper about ",
             others.empty() ? "" : ", but " + others}};
  }
  std::vector<Fault> faults;
  const std::string program = HelperProgramPath(ours->value);
  if (!program.empty() && access(program.c_str(), X_OK) != 0) {
    faults.push_back({"program-gone", "git runs '" + program + "' for ",
                      ", and it is not there"});
  }
  if (!before.empty()) {
    faults.push_back({"helper-first", "git asks " + WordsOf(before) + " about ",
                      " first, and uses what that answers"});
  }
  if (!after.empty()) {
    faults.push_back({"helper-after",
                      "git tells " + WordsOf(after) + " the tokens for ",
                      ", too, and copies may be kept"});
  }
  if (!chain.uses_path && has_rules) {
    faults.push_back({"no-path", "git-lfs does not say which repository of ",
                      " it asks about, so rules do not hold for it"});
  }
  return faults;
}

/// \a address is a Hub's; the target is at one of them, and git may have
/// settings for it alone.
void AddFaults(const std::vector<ConfigEntry>& entries,
               const StatusTarget& target, const std::string& address,
               bool has_rules, std::vector<Fault>& faults) {
  const bool is_there = target.url.starts_with(address + "/");
  const std::string& url = is_there ? target.url : address;
  for (Fault& fault : FaultsOf(ChainFor(entries, url), has_rules)) {
    const auto same = std::find_if(
        faults.begin(), faults.end(),
        [&](const Fault& earlier) { return IsSame(earlier, fault); });
    Fault& place =
        same == faults.end() ? faults.emplace_back(std::move(fault)) : *same;
    place.urls.push_back(address);
  }
}

/// The addresses that git may have for \a hub: the official one has two names.
std::vector<std::string> AddressesOf(const Endpoint& hub) {
  if (!hub.is_official()) return {hub.url()};
  return {"https://huggingface.co", "https://hf.co"};
}

/// Registers \a hub, which is registered already or official, once more.
Result<std::string> RegisterAgain(const Context& context,
                                  const ConfigOptions& options,
                                  const Endpoint& hub) {
  Result<ConfigureResult> done =
      AddHelper(options, {{hub}}, context.environment);
  if (!done.ok()) return done.error();
  if (!done.value().written.ok()) return done.value().written.error();
  const auto saved = ReadSavedTokens(context);
  if (saved.ok()) {
    RejectCopies(context.environment, CopiesOf(saved.value().AllTokens()));
  }
  return "the helper is registered for " +
         JoinWords(UrlsOf(done.value().hubs)) + " in '" + done.value().path +
         "'";
}

/// For whichever file can help; nothing when there is no such file.
std::optional<Fix> Registration(const Context& context, const GitContext& git,
                                const Endpoint& hub, bool is_local) {
  ConfigOptions options;
  options.local = is_local;
  const auto path = ConfigFileOf(options, git.git, context.environment);
  if (!path.ok()) return std::nullopt;
  return Fix{
      "register this helper for " + JoinWords(AddressesOf(hub)) + " in '" +
          path.value() + "'",
      [context, options, hub] { return RegisterAgain(context, options, hub); }};
}

std::string RemedyFor(const Endpoint& hub, bool is_local) {
  std::string command = "git-credential-hf configure";
  if (is_local) command += " --local";
  if (hub.is_official()) return command;
  return CommandToCopy(command + " --endpoint", {hub.url()});
}

}  // namespace

void CheckHelper(const Context& context, const GitContext& git,
                 const StatusTarget& target, bool has_rules, Issues& issues) {
  for (const std::string variable :
       {"GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS"}) {
    if (!context.environment.Find(variable)) continue;
    issues.Add({"other-config",
                variable + " is set, so git has further settings than these",
                "unset " + variable});
  }
  std::vector<Fault> faults, global;
  for (const std::string& address : AddressesOf(target.hub)) {
    AddFaults(git.effective, target, address, has_rules, faults);
    AddFaults(git.global, target, address, has_rules, global);
  }
  for (const Fault& fault : faults) {
    // What is wrong only here is the repository's own configuration.
    const bool is_local =
        std::none_of(global.begin(), global.end(),
                     [&](const Fault& other) { return IsSame(other, fault); });
    issues.Add({fault.kind, fault.before + JoinWords(fault.urls) + fault.after,
                RemedyFor(target.hub, is_local), Problem::kRefused,
                Registration(context, git, target.hub, is_local)});
  }
}

void CheckGitVersion(const std::optional<GitVersion>& version,
                     const TokenChoice& choice, Issues& issues) {
  if (!version || version->HasAuthtype() || !choice.bearer) return;
  issues.Add({"git-too-old",
              "git " + version->text +
                  " is too old to send a browser's login to git-lfs, and the "
                  "Hub refuses it there otherwise",
              "for large files update git to 2.46, or log in with an access "
              "token (git-credential-hf login --force)"});
}

}  // namespace hf
