// SPDX-License-Identifier: Apache-2.0
#include "src/account/status/cached_tokens.h"

#include <algorithm>

#include "src/account/git/credential_config.h"
#include "src/text/record.h"

namespace hf {
namespace {

constexpr int kMaxSeconds = 5;

/// The arguments of git that run \a helper, such as `cache --timeout 60`;
/// nothing for another helper, and for one with arguments for a shell.
std::optional<std::vector<std::string>> CacheArguments(
    std::string_view helper) {
  constexpr std::string_view kCache = "cache",
                             kShell = "'\"`$\\;&|<>()*?[]#~!\n";
  if (helper.substr(0, helper.find(' ')) != kCache) return std::nullopt;
  if (helper.find_first_of(kShell) != helper.npos) return std::nullopt;
  std::vector<std::string> arguments = {"credential-cache"};
  helper.remove_prefix(kCache.size());
  while (!helper.empty()) {
    const std::size_t begin =
        std::min(helper.find_first_not_of(' '), helper.size());
    helper.remove_prefix(begin);
    const std::string_view word = helper.substr(0, helper.find(' '));
    if (!word.empty()) arguments.emplace_back(word);
    helper.remove_prefix(word.size());
  }
  return arguments;
}

/// What \a arguments and \a action answer for \a address.
Result<Record> AskCache(const Git& git, std::vector<std::string> arguments,
                        const std::string& action, const Url& address,
                        std::string_view user) {
  arguments.push_back(action);
  RecordWriter request;
  request.Add(field::kProtocol, address.scheme);
  request.Add(field::kHost, address.host);
  if (!user.empty()) request.Add(field::kUsername, user);
  Git::RunOptions run_options;
  run_options.input = request.text();
  run_options.max_seconds = kMaxSeconds;
  const Result<GitOutput> output = git.Run(arguments, run_options);
  if (!output.ok()) return output.error();
  return ParseRecord(SecretString(output.value().output));
}

struct CachedToken {
  std::vector<std::string> cache;  ///< CacheArguments().
  std::string address, user;
  SecretString token;
  Endpoint hub;
};

Result<std::string> MoveToken(const Git& git, const TokenStores& stores,
                              const CachedToken& cached) {
  Result<std::string> name =
      ImportToken(stores, {cached.token, cached.user, cached.hub});
  if (!name.ok()) return name.error();
  const auto url = SplitUrl(cached.address);
  const auto erased = AskCache(git, cached.cache, "erase", *url, cached.user);
  if (!erased.ok()) return erased.error();
  return "moved the token for " + cached.address +
         " from git's helper 'cache' to the store";
}

}  // namespace

void CheckCachedTokens(const GitContext& context, const StatusTarget& target,
                       const TokenStores& stores, Issues& issues) {
  for (const ConfigEntry& entry : context.effective) {
    const auto key = CredentialKey::Of(entry.key);
    if (!key || key->name != "helper") continue;
    const auto cache = CacheArguments(entry.value);
    if (!cache) continue;
    for (const std::string& address : AddressesOf(target.hub)) {
      const auto url = SplitUrl(address);
      const auto answer = AskCache(context.git, *cache, "get", *url, "");
      const auto token =
          answer.ok() ? answer.value().Find(field::kPassword) : std::nullopt;
      if (!token) continue;
      const CachedToken cached{
          *cache, address,
          std::string(answer.value().Find(field::kUsername).value_or("")),
          SecretString(*token), target.hub};
      issues.Add({"token-in-cache",
                  "git's helper 'cache' holds a token for " + address, RunFix(),
                  Problem::kRefused,
                  Fix{"move the token for " + address +
                          " from git's helper 'cache' to the store",
                      [git = context.git, stores, cached](Notices&) {
                        return MoveToken(git, stores, cached);
                      }}});
    }
  }
}

}  // namespace hf
