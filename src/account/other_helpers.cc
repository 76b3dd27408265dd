// SPDX-License-Identifier: Apache-2.0
#include "src/account/other_helpers.h"

#include <algorithm>

#include "src/account/git.h"
#include "src/account/registration.h"
#include "src/message.h"

namespace hf {
namespace {

constexpr int kMostSeconds = 10;

/// The values of every `credential.helper` and `credential.<url>.helper` that
/// git would read outside a repository, but for resets and ours.
std::vector<std::string> OtherHelpers(const Git& git) {
  std::vector<std::string> helpers;
  Result<ChildAnswer> answer = git.Run(
      {"config", "--null", "--get-regexp", "^credential\\.(.*\\.)?helper$"});
  if (!answer.ok()) return helpers;
  for (const std::string& entry : SplitAtNul(answer.value().output)) {
    const std::size_t end = entry.find('\n');
    if (end == entry.npos) continue;
    std::string helper = entry.substr(end + 1);
    const bool is_other = !helper.empty() && !IsOurHelper(helper);
    if (is_other &&
        std::find(helpers.begin(), helpers.end(), helper) == helpers.end()) {
      helpers.push_back(std::move(helper));
    }
  }
  return helpers;
}

/// A chain of nothing but \a helpers for \a url. In the environment, not on the
/// command line: a helper can be a shell command with a secret in it.
std::vector<std::string> ChainOf(const std::vector<std::string>& helpers,
                                 const std::string& url) {
  std::vector<std::pair<std::string, std::string>> settings = {
      {"credential.helper", ""}, {"credential." + url + ".helper", ""}};
  for (const std::string& helper : helpers) {
    settings.emplace_back("credential." + url + ".helper", helper);
  }
  std::vector<std::string> variables = {"GIT_CONFIG_COUNT=" +
                                        std::to_string(settings.size())};
  for (std::size_t at = 0; at < settings.size(); ++at) {
    const std::string number = std::to_string(at);
    variables.push_back("GIT_CONFIG_KEY_" + number + "=" + settings[at].first);
    variables.push_back("GIT_CONFIG_VALUE_" + number + "=" +
                        settings[at].second);
  }
  return variables;
}

std::vector<std::string> UrlsOf(const Copy& copy) {
  if (copy.endpoint_url != kOfficialEndpoint) return {copy.endpoint_url};
  return {copy.endpoint_url, "https://hf.co"};
}

Result<void> Reject(const Git& git, const std::vector<std::string>& helpers,
                    const Copy& copy, const std::string& url,
                    const std::string& username) {
  SecretString request;
  request.append("url=").append(url).append("\nusername=").append(username);
  request.append("\npassword=").append(copy.token).append("\n\n");
  Git::Surroundings surroundings;
  surroundings.variables = ChainOf(helpers, url);
  surroundings.input = request;
  surroundings.most_seconds = kMostSeconds;
  Result<ChildAnswer> answer = git.Run({"credential", "reject"}, surroundings);
  if (!answer.ok()) return answer.error();
  return {};
}

}  // namespace

void RejectCopies(const Environment& environment,
                  const std::vector<Copy>& copies) {
  Result<Git> git = Git::Find(environment);
  if (!git.ok()) return;  // Without git nobody else has been told a token.
  const std::vector<std::string> helpers = OtherHelpers(git.value());
  if (helpers.empty()) return;
  for (const Copy& copy : copies) {
    for (const std::string& url : UrlsOf(copy)) {
      for (const std::string& username : copy.usernames) {
        Result<void> done = Reject(git.value(), helpers, copy, url, username);
        if (done.ok()) continue;
        PrintNotice("another credential helper may still hold a copy: " +
                    done.error().message);
        return;  // Do not wait for it again and again.
      }
    }
  }
}

}  // namespace hf
