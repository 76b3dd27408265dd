// SPDX-License-Identifier: Apache-2.0
#include "src/account/configure/other_helpers.h"

#include <algorithm>

#include "src/account/configure/helper_command.h"
#include "src/account/git/config.h"
#include "src/account/git/git.h"
#include "src/hub/access_token.h"
#include "src/hub/endpoint.h"
#include "src/lookup/token_choice.h"
#include "src/text/message.h"
#include "src/text/record.h"

namespace hf {
namespace {

constexpr int kMostSeconds = 10;

/// The two parts of a Hub's URL that a credential is kept under. Its path is
/// none of them: helpers that keep one would match nothing else.
struct Place {
  std::string protocol, host;

  std::string url() const { return protocol + "://" + host; }
};

std::vector<Place> PlacesOf(const Copy& copy) {
  const std::string& url = copy.endpoint_url;
  if (url == kOfficialEndpoint) {
    return {{"https", "huggingface.co"}, {"https", "hf.co"}};
  }
  const std::size_t colon = url.find("://");
  if (colon == url.npos || !IsOneLine(url)) return {};
  const std::size_t host = colon + 3;
  return {{url.substr(0, colon), url.substr(host, url.find('/', host) - host)}};
}

/// The helpers among \a entries that may hold something of \a place, for all of
/// its host or a path there: each once, without resets and ours.
std::vector<std::string> OthersFor(const Place& place,
                                   const std::vector<ConfigEntry>& entries) {
  std::vector<std::string> helpers;
  for (const ConfigEntry& entry : entries) {
    const auto key = CredentialKey::Of(entry.key);
    if (!key || key->name != "helper" || entry.value.empty()) continue;
    if (IsOurHelper(entry.value) || !key->ConcernsHostOf(place.url())) continue;
    if (std::find(helpers.begin(), helpers.end(), entry.value) ==
        helpers.end()) {
      helpers.push_back(entry.value);
    }
  }
  return helpers;
}

/// Configuration that leaves nobody but \a helper to ask. In the environment,
/// not on the command line, which every user can read: a helper may be a shell
/// command with a secret in it.
std::vector<std::string> NobodyBut(const std::string& helper) {
  return {"GIT_CONFIG_COUNT=2", "GIT_CONFIG_KEY_0=credential.helper",
          "GIT_CONFIG_VALUE_0=", "GIT_CONFIG_KEY_1=credential.helper",
          "GIT_CONFIG_VALUE_1=" + helper};
}

Result<void> Reject(const Git& git, const std::string& helper,
                    const Place& place, const std::string& username,
                    const SecretString& token) {
  RecordWriter request;
  request.Add("protocol", place.protocol);
  request.Add("host", place.host);
  request.Add("username", username);
  request.Add("password", token);
  Git::Surroundings surroundings;
  surroundings.variables = NobodyBut(helper);
  surroundings.input = request.text();
  surroundings.most_seconds = kMostSeconds;
  Result<GitAnswer> answer = git.Run({"credential", "reject"}, surroundings);
  if (!answer.ok()) return answer.error();
  return {};
}

Copy CopyOf(const StoredToken& token) {
  Copy copy{token.token, {std::string(kDefaultUsername)}, {}};
  copy.endpoint_url = token.endpoint.value_or(std::string(kOfficialEndpoint));
  for (const auto& name :
       {token.user, token.username, std::optional(token.name)}) {
    const bool is_new = name && !name->empty() &&
                        std::find(copy.usernames.begin(), copy.usernames.end(),
                                  *name) == copy.usernames.end();
    if (is_new) copy.usernames.push_back(*name);
  }
  return copy;
}

/// Says so once of each helper that does not answer, and does not wait for it
/// again. Which one stays unsaid, for the same reason as above.
class Rejection {
 public:
  Rejection(const Git& git, const std::vector<ConfigEntry>& entries)
      : git_(git), entries_(entries) {}

  void Run(const Copy& copy) {
    if (!IsOneLine(copy.token)) return;
    for (const Place& place : PlacesOf(copy)) {
      for (const std::string& helper : OthersFor(place, entries_)) {
        RunOne(helper, place, copy);
      }
    }
  }

 private:
  void RunOne(const std::string& helper, const Place& place, const Copy& copy) {
    for (const std::string& username : copy.usernames) {
      const bool hangs =
          std::find(hanging_.begin(), hanging_.end(), helper) != hanging_.end();
      if (hangs || !IsOneLine(username)) continue;
      if (Reject(git_, helper, place, username, copy.token).ok()) continue;
      hanging_.push_back(helper);
      PrintNotice(
          "another credential helper does not answer; it may still "
          "hold a copy of the token");
      PrintHint(
          "'git config --show-origin --get-regexp credential' lists "
          "the helpers");
    }
  }

  const Git& git_;
  const std::vector<ConfigEntry>& entries_;
  std::vector<std::string> hanging_;
};

}  // namespace

std::vector<Copy> CopiesOf(const std::vector<StoredToken>& tokens) {
  std::vector<Copy> copies;
  for (const StoredToken& token : tokens) {
    if (IsToken(token.token)) copies.push_back(CopyOf(token));
  }
  return copies;
}

void RejectCopies(const Environment& environment,
                  const std::vector<Copy>& copies) {
  Result<Git> git = Git::Find(environment);
  if (!git.ok()) return;  // Without git nobody else has been told a token.
  Result<std::vector<ConfigEntry>> entries = EntriesEverywhere(git.value());
  if (!entries.ok()) {
    PrintNotice("cannot tell which other credential helpers hold a copy: " +
                entries.error().message);
    return;
  }
  Rejection rejection(git.value(), entries.value());
  for (const Copy& copy : copies) rejection.Run(copy);
}

}  // namespace hf
