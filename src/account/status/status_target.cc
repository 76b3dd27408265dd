// SPDX-License-Identifier: Apache-2.0
#include "src/account/status/status_target.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "src/account/configure/helper_sections.h"
#include "src/account/git/credential_config.h"
#include "src/account/status/remote_urls.h"
#include "src/files/secret_file.h"
#include "src/hub/endpoint.h"
#include "src/store/owner_rules.h"
#include "src/system/path.h"

namespace hf {
namespace {

/// The line that git prints, without its line end; nothing when git fails.
std::optional<std::string> LineOf(const Git& git, const std::string& directory,
                                  const std::vector<std::string>& arguments) {
  Git::RunOptions run_options;
  run_options.directory = directory;
  const Result<GitOutput> answer = git.Run(arguments, run_options);
  if (!answer.ok() || answer.value().status != 0) return std::nullopt;
  std::string line = answer.value().output;
  if (!line.ends_with('\n') || line.size() < 2) return std::nullopt;
  line.pop_back();
  return line;
}

/// The directory to which relative names of git's files belong.
std::string TopOfRepository(const Git& git) {
  std::error_code error;
  const std::string context = std::filesystem::current_path(error).string();
  if (error) return "/";
  if (const auto top = LineOf(git, context, {"rev-parse", "--show-toplevel"})) {
    return *top;
  }
  return LineOf(git, context, {"rev-parse", "--absolute-git-dir"})
      .value_or("/");
}

/// `OWNER/NAME`, or a URL without its scheme, as a URL.
std::string Completed(const std::string& words, const Endpoint& hub) {
  if (words.find("://") != words.npos) return words;
  const std::string host = words.substr(0, words.find('/'));
  if (host == "huggingface.co" || host == "hf.co") return "https://" + words;
  return ParseSubject(words).ok() ? hub.url() + "/" + words : words;
}

Error NoUrl() {
  return {Problem::kUsage,
          "status: this is not the URL of a Hub: neither of the official one "
          "nor of one that git's configuration has for this helper",
          "give one like https://huggingface.co/OWNER/NAME, or OWNER/NAME"};
}

/// For HF_ENDPOINT, which a file of a repository may have set. The hint does
/// not recommend `configure` for its Hub; the user must decide that.
Error NoHub(const Endpoint& named) {
  return {Problem::kUsage,
          "status: " + named.url() +
              ", which HF_ENDPOINT names, is not a Hub"
              " that git's configuration has for this helper",
          "unset HF_ENDPOINT to ask about the official Hub"};
}

/// The Hub in \a hubs to which \a url belongs. Accepts the URL of the Hub \a
/// named itself, too, which HubAt() does not find when it has a path.
std::optional<Endpoint> HubThere(const std::vector<Endpoint>& hubs,
                                 const Url& url, const Endpoint& named) {
  if (auto hub = HubAt(hubs, url)) return hub;
  const bool is_known =
      std::find(hubs.begin(), hubs.end(), named) != hubs.end();
  if (is_known && url.WithoutUserinfo() == named.url()) return named;
  return std::nullopt;
}

StatusTarget TargetAt(const Url& url, const Endpoint& hub,
                      const std::vector<ConfigEntry>& entries, bool is_ssh) {
  StatusTarget target{url.WithoutUserinfo(), hub, std::nullopt, std::nullopt,
                      is_ssh};
  target.username = url.user ? std::string(PercentDecoded(*url.user))
                             : HelperChainFor(entries, target.url).username;
  if (!url.path.empty()) target.path = std::string(url.path);
  return target;
}

/// The target for \a text, which is no URL that TargetAt() finds, unless git
/// rewrites it.
Result<StatusTarget> TargetOfHub(const Endpoint& named, const std::string& text,
                                 const GitContext* git, bool is_rewritten) {
  const std::vector<ConfigEntry> none;
  const auto url = SplitUrl(text);
  if (!url) return NoUrl();
  const auto hub =
      HubThere(ConfiguredHubs(git ? git->global : none), *url, named);
  if (!hub) {
    const bool is_named =
        !named.is_official() &&
        (text == named.url() || text.starts_with(named.url() + "/"));
    return is_named ? NoHub(named) : NoUrl();
  }
  StatusTarget target =
      TargetAt(*url, *hub, git ? git->effective : none, false);
  target.is_rewritten = is_rewritten;
  return target;
}

}  // namespace

std::optional<Endpoint> HubAt(const std::vector<Endpoint>& hubs,
                              const Url& url) {
  Hubs all;
  for (const Endpoint& hub : hubs) all.Add(hub);
  const Endpoint* found = all.Find({url.scheme, url.host, url.path});
  return found ? std::optional(*found) : std::nullopt;
}

std::vector<std::string> AddressesOf(const Endpoint& hub) {
  if (!hub.is_official()) return {hub.url()};
  return {"https://huggingface.co", "https://hf.co"};
}

bool UsesXet(const GitContext& context) {
  return std::any_of(context.effective.begin(), context.effective.end(),
                     [](const ConfigEntry& entry) {
                       return entry.key.starts_with("lfs.customtransfer.xet.");
                     });
}

bool UsesLfs(const GitContext& context) {
  const auto path = LineOf(context.git, context.directory,
                           {"rev-parse", "--git-path", "lfs"});
  if (path && access(JoinPath(context.directory, *path).c_str(), F_OK) == 0) {
    return true;
  }
  const auto file =
      ReadSecretFile(JoinPath(context.directory, ".gitattributes"));
  return file.ok() && file.value() &&
         file.value()->text.find("filter=lfs") != SecretString::npos;
}

Result<GitContext> FindGitContext(const Environment& environment) {
  Result<Git> git = Git::Find(environment);
  if (!git.ok()) return git.error();
  GitContext context{git.value(), TopOfRepository(git.value()), {}, {}};
  Result<std::vector<ConfigEntry>> entries =
      AllConfigEntries(context.git, context.directory);
  if (!entries.ok()) return entries.error();
  Result<std::vector<ConfigEntry>> global = AllConfigEntries(context.git);
  if (!global.ok()) return global.error();
  context.effective = std::move(entries).value();
  context.global = std::move(global).value();
  return context;
}

std::optional<StatusTarget> TargetAt(const GitContext& git,
                                     const std::string& text) {
  const auto hubs = ConfiguredHubs(git.global);
  const auto https = HttpsUrlOf(text);
  const auto url = SplitUrl(https ? *https : text);
  const auto hub = url ? HubAt(hubs, *url) : std::nullopt;
  if (!hub) return std::nullopt;
  return TargetAt(*url, *hub, git.effective, https.has_value());
}

Result<StatusTarget> TargetOf(const Context& context,
                              const std::optional<std::string>& words,
                              const GitContext* git) {
  if (!context.hub.ok()) return context.hub.error();
  const Endpoint& named = context.hub.value();
  std::string text = words ? Completed(*words, named) : named.url();
  const auto origin = git && !words ? OriginUrl(git->effective) : std::nullopt;
  const bool is_on_hub = origin && TargetAt(*git, *origin);
  if (is_on_hub) text = *origin;
  bool is_rewritten = false;
  if (git) {
    const std::string used =
        RewrittenUrl(git->effective, origin.value_or(text));
    auto target = TargetAt(*git, used);
    const bool is_asked_by_ssh = words && used == text && HttpsUrlOf(text);
    if (target && !is_asked_by_ssh) return std::move(*target);
    is_rewritten = (words || is_on_hub) && used != text;
  }
  return TargetOfHub(named, text, git, is_rewritten);
}

}  // namespace hf
