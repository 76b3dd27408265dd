// SPDX-License-Identifier: Apache-2.0
#include "src/account/status/other_urls_check.h"

#include "src/account/git/credential_config.h"
#include "src/account/status/remote_urls.h"
#include "src/account/status/repository_files.h"
#include "src/lookup/token_source.h"
#include "src/lookup/token_sources.h"

namespace hf {
namespace {

/// The token for \a target; nothing when there is none, or it cannot be sent.
std::optional<TokenChoice> ChoiceAt(const Environment& environment,
                                    const StatusTarget& target) {
  const TokenRequest request = target.request();
  TokenSources sources(environment, request);
  for (const TokenSource source : kTokenSources) {
    Finding finding = sources.Ask(source);
    if (!finding.choice.ok()) return std::nullopt;
    if (finding.choice.value()) return std::move(finding.choice).value();
  }
  return std::nullopt;
}

/// The token of the keyring is not loaded here; its name tells.
bool IsSame(const TokenChoice& a, const TokenChoice& b) {
  if (!a.name.empty() || !b.name.empty()) return a.name == b.name;
  return a.origin == b.origin;
}

std::string NameOf(const std::optional<TokenChoice>& choice) {
  if (!choice) return "no token";
  if (choice->name.empty()) return "the token in " + choice->origin;
  return "the token '" + choice->name + "'";
}

/// git-lfs takes the user name from the URL for pushing, also when it fetches.
void CheckPush(const Environment& environment, const GitContext& context,
               const TokenChoice& choice, Issues& issues) {
  for (const std::string& url : PushUrls(context.effective)) {
    const auto target = TargetAt(context, url);
    if (!target || target->is_ssh) continue;
    const auto other = ChoiceAt(environment, *target);
    if (other && IsSame(*other, choice)) continue;
    issues.Add({"push-token",
                "git pushes to " + target->url + " with " + NameOf(other) +
                    ", and git-lfs may use this token for all large files",
                {"give the URL for pushing the user name of the other URL"},
                Problem::kRefused,
                std::nullopt,
                !UsesLfs(context)});
  }
}

/// git-lfs looks for the user name in the URL before git rewrites it.
void CheckRewritten(const Environment& environment, const GitContext& context,
                    const TokenChoice& choice, Issues& issues) {
  const auto origin = OriginUrl(context.effective);
  if (!origin || RewrittenUrl(context.effective, *origin) == *origin) return;
  const auto target = TargetAt(context, *origin);
  if (!target || target->is_ssh) return;
  const auto other = ChoiceAt(environment, *target);
  if (other && IsSame(*other, choice)) return;
  issues.Add({"lfs-token",
              "git-lfs gets " + NameOf(other) +
                  ", because it does not take the user name that "
                  "url.*.insteadOf adds",
              {"give the URL of 'origin' that user name"},
              Problem::kRefused,
              std::nullopt,
              !UsesLfs(context)});
}

/// git-xet renews its access with a request for the Hub alone. The helper then
/// knows what git-lfs got, but not if git's configuration adds a user name.
void CheckAgent(const Environment& environment, const GitContext& context,
                const StatusTarget& target, const TokenChoice& choice,
                Issues& issues) {
  const auto url = SplitUrl(target.url);
  const auto agents = TargetAt(
      context, std::string(url->scheme) + "://" + std::string(url->host));
  if (!agents || !agents->username) return;
  const auto other = ChoiceAt(environment, *agents);
  if (other && IsSame(*other, choice)) return;
  issues.Add({"xet-token",
              "git-xet renews its access with " + NameOf(other) +
                  ", because of credential.username in git's configuration",
              {"remove credential.username; 'git config --show-origin "
               "--get-regexp username' shows it"},
              Problem::kRefused,
              std::nullopt,
              !UsesXet(context)});
}

void CheckLfsUrl(const Environment& environment, const GitContext& context,
                 const ConfigEntry& setting, const TokenChoice& choice,
                 Issues& issues) {
  const std::string where = setting.key + " in '" + FileOf(setting) + "'";
  const auto target = TargetAt(context, setting.value);
  if (!target) {
    issues.Add({"lfs-elsewhere",
                "git-lfs gets no token, because of " + where +
                    ", which names another server",
                {},
                Problem::kRefused,
                std::nullopt,
                true});
    return;
  }
  const auto other = ChoiceAt(environment, *target);
  if (target->is_ssh || (other && IsSame(*other, choice))) return;
  issues.Add({"lfs-token",
              "git-lfs gets " + NameOf(other) + ", because of " + where,
              {"remove the user name from the URL of " + where}});
}

}  // namespace

void CheckOtherUrls(const Environment& environment, const GitContext& context,
                    const StatusTarget& target, const TokenChoice& choice,
                    Issues& issues) {
  CheckAgent(environment, context, target, choice, issues);
  CheckPush(environment, context, choice, issues);
  CheckRewritten(environment, context, choice, issues);
  const auto shared = EntriesInRepositoryFile(context, ".lfsconfig");
  const std::vector<ConfigEntry> none;
  for (const ConfigEntry& setting :
       LfsUrls(context.effective, shared.ok() ? shared.value() : none)) {
    CheckLfsUrl(environment, context, setting, choice, issues);
  }
}

}  // namespace hf
