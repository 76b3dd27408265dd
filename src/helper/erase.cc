// SPDX-License-Identifier: Apache-2.0
#include "src/helper/lfs_request.h"
#include "src/helper/operations.h"
#include "src/hub/access_token.h"
#include "src/hub/endpoint.h"
#include "src/lookup/environment_token.h"
#include "src/lookup/lfs_refusal.h"
#include "src/protocol/account_program.h"
#include "src/store/active_token.h"
#include "src/store/locked_store.h"
#include "src/store/outside_tokens.h"
#include "src/store/store_paths.h"
#include "src/store/token_store.h"
#include "src/text/message.h"

namespace hf {
namespace {

/// What git asks the helper to erase. An absent field matches everything, as in
/// git's own helpers.
struct Pattern {
  const Endpoint& hub;
  std::optional<std::string_view> username;
  std::optional<std::string_view> token;
  SecretString active;  // Empty when no token is active.
};

/// Git may erase only what git stored (security.md P9). The active token stays:
/// a user has chosen it, and without its section its Hub would not be known.
bool MayErase(const StoredToken& token, const Pattern& pattern) {
  if (token.token == pattern.active) return false;
  if (!token.from_git || !token.MayGoTo(pattern.hub)) return false;
  if (pattern.username && *pattern.username != token.StoredUsername()) {
    return false;
  }
  return !pattern.token || token.token == *pattern.token;
}

/// The active token; empty when the token file is missing or contains no token.
Result<SecretString> ActiveTokenOf(const StorePaths& paths) {
  Result<std::optional<ActiveToken>> active = ReadActiveToken(paths);
  if (!active.ok() && active.error().problem != Problem::kCorrupt) {
    return active.error();
  }
  if (!active.ok() || !active.value()) return SecretString();
  return std::move(active.value()->token);
}

bool HasToErase(const TokenStore& store, const Pattern& pattern) {
  for (const StoredToken& token : store.Mentioning(kSourceGit)) {
    if (MayErase(token, pattern)) return true;
  }
  return false;
}

/// Notes the git-lfs, if it is one, that \a refused comes from. True when it
/// has sent the token as a password. For a token that the Hub takes as Bearer
/// only, this alone is why the Hub has refused it.
bool NotePasswordOfLfs(const Environment& environment, const Record& refused) {
  const auto path = refused.Find(field::kPath);
  const bool names_lfs = path && path->find("/info/lfs") != path->npos;
  const bool is_lfs = LfsRequest(environment, refused).NoteRejection();
  return (is_lfs || names_lfs) && refused.Find(field::kPassword);
}

bool WarnIfFromEnvironment(const Environment& environment, const Endpoint& hub,
                           const Record& refused, std::string_view token) {
  const auto found = TokenInEnvironment(environment);
  if (!found.ok() || !found.value()) return false;
  if (found.value()->token != token) return false;
  const std::string variable(found.value()->variable);
  const bool lfs_password = NotePasswordOfLfs(environment, refused);
  if (lfs_password && IsBearerToken(token)) {
    Notices notices = {NoticeForLfs("the token in " + variable, hub)};
    PrintNotices(notices);
    return true;
  }
  PrintNotice("the Hub did not accept the token in " + variable);
  PrintHint("correct or unset " + variable + "; nothing was removed");
  return true;
}

/// True when a user logged in with \a token.
bool IsUserToken(const StorePaths& paths, const TokenStore& store,
                 std::string_view token) {
  for (const StoredToken& stored : store.Mentioning(token)) {
    if (stored.token == token && !stored.from_git) return true;
  }
  const auto active = ReadActiveToken(paths);
  return active.ok() && active.value() && active.value()->token == token;
}

/// True when the keyring may have a token for \a hub, or a command may print
/// one. The account program then finds out whether it is the rejected one.
bool MayBeOutside(const StorePaths& paths, const Endpoint& hub) {
  const auto names = ReadOutsideTokens(paths);
  return names.ok() && names.value().HasAnyFor(hub);
}

/// The Hub refused git a token that git may not erase. Asks the Hub whether the
/// token is invalid, or only lacks access to this repository. Fails when the
/// account program fails, which has then printed why; does not fail when the
/// Hub does not answer.
Result<void> AskHub(const Endpoint& hub, const Record& refused,
                    std::string_view token, bool lfs_password) {
  constexpr std::size_t kLongestPath = 4096;  // The record fits into a pipe.
  RecordWriter request;
  request.Add(field::kEndpoint, hub.url());
  request.Add(field::kPassword, token);
  const auto path = refused.Find(field::kPath);
  if (path && path->size() <= kLongestPath) request.Add(field::kPath, *path);
  if (lfs_password) request.Add(field::kLfsPassword, "1");
  if (RunOperation(kRejectedOperation, request).ok()) return {};
  return Error{Problem::kUnavailable,
               "git may go on using a token that the Hub has refused",
               "forget it with 'git-credential-hf logout NAME'; 'list' shows "
               "the names"};
}

/// Removes what git has stored and \a pattern matches.
Result<void> EraseStoredByGit(const StorePaths& paths, const Pattern& pattern) {
  return UpdateStore(paths, [&](std::vector<IniSection>& sections) {
    std::vector<StoredToken> removed;
    std::erase_if(sections, [&](const IniSection& section) {
      StoredToken stored = TokenOf(section);
      if (!MayErase(stored, pattern)) return false;
      removed.push_back(std::move(stored));
      return true;
    });
    for (const StoredToken& old : removed) PassOnRecord(old, sections);
    return !removed.empty();
  });
}

}  // namespace

Result<void> Erase(const Session& session) {
  Result<Record> request = ReadRecord(session.in);
  if (!request.ok()) return request.error();
  const std::optional<Endpoint> hub = FindHub(session, request.value());
  if (!hub) return {};
  const Trace trace(session.environment);
  TraceRequest(trace, "erase", *hub, request.value());
  const auto token = TokenIn(request.value());
  if (token && WarnIfFromEnvironment(session.environment, *hub, request.value(),
                                     *token)) {
    return {};
  }

  Result<StorePaths> paths = FindStore(session.environment);
  if (!paths.ok()) return paths.error();
  Result<TokenStore> store = TokenStore::Read(paths.value().tokens);
  if (!store.ok()) return store.error();
  Result<SecretString> active = ActiveTokenOf(paths.value());
  if (!active.ok()) return active.error();
  const Pattern pattern{*hub, request.value().Find(field::kUsername), token,
                        std::move(active).value()};
  if (!HasToErase(store.value(), pattern)) {
    if (!token) return {};
    // Before the Hub answers: git-lfs may ask again meanwhile.
    const bool lfs_password =
        NotePasswordOfLfs(session.environment, request.value());
    if (session.environment.Has("HF_OIDC_RESOURCE") ||
        IsUserToken(paths.value(), store.value(), *token) ||
        MayBeOutside(paths.value(), *hub)) {
      trace.Say("a token of the user: asking the Hub whether it is valid");
      return AskHub(*hub, request.value(), *token, lfs_password);
    }
    return {};
  }
  trace.Say("erased: git itself had stored it");
  return EraseStoredByGit(paths.value(), pattern);
}

}  // namespace hf
