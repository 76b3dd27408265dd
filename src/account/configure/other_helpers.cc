// SPDX-License-Identifier: Apache-2.0
#include "src/account/configure/other_helpers.h"

#include <algorithm>

#include "src/account/configure/helper_command.h"
#include "src/account/git/config.h"
#include "src/account/git/credential_config.h"
#include "src/account/git/git.h"
#include "src/hub/access_token.h"
#include "src/hub/endpoint.h"
#include "src/lookup/token_choice.h"
#include "src/text/message.h"
#include "src/text/record.h"

namespace hf {
namespace {

constexpr int kMaxSeconds = 10;

/// The parts of a Hub's URL in a request to git. Without its path, because a
/// helper that saves paths would then remove only credentials with that path.
struct Origin {
  std::string protocol, host;

  std::string url() const { return protocol + "://" + host; }
};

std::vector<Origin> OriginsOf(const TokenCopy& copy) {
  const std::string& url = copy.endpoint_url;
  if (url == kOfficialEndpoint) {
    return {{"https", "huggingface.co"}, {"https", "hf.co"}};
  }
  const std::size_t colon = url.find("://");
  if (colon == url.npos || !IsOneLine(url)) return {};
  const std::size_t host = colon + 3;
  return {{url.substr(0, colon), url.substr(host, url.find('/', host) - host)}};
}

/// The other helpers in \a entries for the host of \a origin or for a path on
/// it, each once.
std::vector<std::string> OtherHelpersFor(
    const Origin& origin, const std::vector<ConfigEntry>& entries) {
  std::vector<std::string> helpers;
  for (const ConfigEntry& entry : entries) {
    const auto key = CredentialKey::Of(entry.key);
    if (!key || key->name != "helper" || entry.value.empty()) continue;
    if (IsOurHelper(entry.value)) continue;
    if (!key->ConcernsHostOf(origin.url())) continue;
    if (std::find(helpers.begin(), helpers.end(), entry.value) ==
        helpers.end()) {
      helpers.push_back(entry.value);
    }
  }
  return helpers;
}

/// Variables that make git run only \a helper. Not on the command line, which
/// every user of the machine can read: \a helper may be a shell command that
/// contains a secret.
std::vector<std::string> OnlyHelper(const std::string& helper) {
  return {"GIT_CONFIG_COUNT=2", "GIT_CONFIG_KEY_0=credential.helper",
          "GIT_CONFIG_VALUE_0=", "GIT_CONFIG_KEY_1=credential.helper",
          "GIT_CONFIG_VALUE_1=" + helper};
}

Result<void> Reject(const Git& git, const std::string& helper,
                    const Origin& origin, const std::string& username,
                    const SecretString& token) {
  RecordWriter request;
  request.Add(field::kProtocol, origin.protocol);
  request.Add(field::kHost, origin.host);
  request.Add(field::kUsername, username);
  request.Add(field::kPassword, token);
  Git::RunOptions run_options;
  run_options.variables = OnlyHelper(helper);
  run_options.input = request.text();
  run_options.max_seconds = kMaxSeconds;
  Result<GitOutput> output = git.Run({"credential", "reject"}, run_options);
  if (!output.ok()) return output.error();
  return {};
}

TokenCopy CopyOf(const StoredToken& token) {
  TokenCopy copy{token.token, {std::string(kDefaultUsername)}, {}};
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

/// Adds one notice for a helper that does not answer, and does not run it
/// again. The notice does not name the helper, which may contain a secret.
class CopyRemover {
 public:
  CopyRemover(const Git& git, const std::vector<ConfigEntry>& entries,
              Notices& notices)
      : git_(git), entries_(entries), notices_(notices) {}

  void Run(const TokenCopy& copy) {
    if (!IsOneLine(copy.token)) return;
    for (const Origin& origin : OriginsOf(copy)) {
      for (const std::string& helper : OtherHelpersFor(origin, entries_)) {
        RunHelper(helper, origin, copy);
      }
    }
  }

 private:
  void RunHelper(const std::string& helper, const Origin& origin,
                 const TokenCopy& copy) {
    for (const std::string& username : copy.usernames) {
      const bool failed =
          std::find(failed_.begin(), failed_.end(), helper) != failed_.end();
      if (failed || !IsOneLine(username)) continue;
      if (Reject(git_, helper, origin, username, copy.token).ok()) continue;
      failed_.push_back(helper);
      notices_.push_back(
          {"another credential helper does not answer; it may still "
           "have a copy of the token",
           "'git config --show-origin --get-regexp credential' lists "
           "the helpers"});
    }
  }

  const Git& git_;
  const std::vector<ConfigEntry>& entries_;
  Notices& notices_;
  std::vector<std::string> failed_;
};

}  // namespace

std::vector<TokenCopy> TokenCopiesOf(const std::vector<StoredToken>& tokens) {
  std::vector<TokenCopy> copies;
  for (const StoredToken& token : tokens) {
    if (IsToken(token.token)) copies.push_back(CopyOf(token));
  }
  return copies;
}

void RejectTokenCopies(const Environment& environment,
                       const std::vector<TokenCopy>& copies, Notices& notices) {
  Result<Git> git = Git::Find(environment);
  if (!git.ok()) return;  // Without git no other helper has got a token.
  Result<std::vector<ConfigEntry>> entries = AllConfigEntries(git.value());
  if (!entries.ok()) {
    notices.push_back(
        {"cannot find the other credential helpers with a copy: " +
         entries.error().message});
    return;
  }
  CopyRemover remover(git.value(), entries.value(), notices);
  for (const TokenCopy& copy : copies) remover.Run(copy);
}

}  // namespace hf
