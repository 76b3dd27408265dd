// SPDX-License-Identifier: Apache-2.0
#include "src/active_token.h"
#include "src/helper.h"
#include "src/lfs_brake.h"
#include "src/message.h"
#include "src/token_store.h"
#include "src/token_text.h"

namespace hf {
namespace {

/// What git asks to forget. Fields that are not there match everything, as with
/// git's own helpers.
struct Pattern {
  const Endpoint& hub;
  std::optional<std::string_view> username;
  std::optional<std::string_view> token;
};

/// Only what git stored may go by git's word (security.md P9).
bool MayErase(const StoredToken& token, const Pattern& pattern) {
  if (!token.from_git || !token.MayGoTo(pattern.hub)) return false;
  if (pattern.username && *pattern.username != token.GitsUsername()) {
    return false;
  }
  return !pattern.token || token.token == *pattern.token;
}

bool HasToErase(const TokenStore& store, const Pattern& pattern) {
  for (const StoredToken& token : store.Mentioning(kSourceGit)) {
    if (MayErase(token, pattern)) return true;
  }
  return false;
}

bool SaysEnvironment(const Environment& environment, std::string_view token) {
  const auto found = TokenInEnvironment(environment);
  if (!found.ok() || !found.value()) return false;
  if (found.value()->token != token) return false;
  const std::string variable(found.value()->variable);
  PrintNotice("the Hub did not accept the token in " + variable);
  PrintHint("correct or unset " + variable + "; nothing was forgotten");
  return true;
}

/// Tells why a person's token stays, for git has just said that it failed.
void SayKept(const StorePaths& paths, const TokenStore& store,
             std::string_view token) {
  constexpr std::string_view kHint =
      "it may lack access to this repository, or have been revoked; it is kept "
      "until 'git-credential-hf logout'";
  for (const StoredToken& stored : store.Mentioning(token)) {
    if (stored.from_git || stored.token != token) continue;
    PrintNotice("the Hub did not accept the token '" + stored.name + "' here");
    PrintHint(kHint);
    return;
  }
  const auto active = ReadActiveToken(paths);
  if (active.ok() && active.value() && active.value()->token == token) {
    PrintNotice("the Hub did not accept the token in '" + paths.token +
                "' here");
    PrintHint(kHint);
  }
}

}  // namespace

Result<void> Erase(const Session& session) {
  Result<Record> request = ReadRecord(session.in);
  if (!request.ok()) return request.error();
  const Endpoint* hub = FindHub(session.hubs, request.value());
  if (!hub) return {};
  const auto token = TokenIn(request.value());
  if (token && SaysEnvironment(session.environment, *token)) {
    NoteRefusedLfs(session.environment);
    return {};
  }

  Result<StorePaths> paths = FindStore(session.environment);
  if (!paths.ok()) return paths.error();
  Result<TokenStore> store = TokenStore::Read(paths.value().tokens);
  if (!store.ok()) return store.error();
  const Pattern pattern{*hub, request.value().Find("username"), token};
  if (!HasToErase(store.value(), pattern)) {
    if (token) SayKept(paths.value(), store.value(), *token);
    if (token) NoteRefusedLfs(session.environment);
    return {};
  }
  return UpdateStore(paths.value(), [&](std::vector<IniSection>& sections) {
    return std::erase_if(sections, [&](const IniSection& section) {
             return MayErase(TokenOf(section), pattern);
           }) > 0;
  });
}

}  // namespace hf
