// SPDX-License-Identifier: Apache-2.0
// git reports that a server rejected a token of the user. This program stops
// using the token only if the Hub itself says that it is not valid (security.md
// P9).
#include <time.h>

#include "src/account/api/http_client.h"
#include "src/account/api/identity.h"
#include "src/account/command/command_token.h"
#include "src/account/configure/proactive.h"
#include "src/account/operations.h"
#include "src/account/status/access_check.h"
#include "src/account/tokens/activate.h"
#include "src/account/tokens/keyring_tokens.h"
#include "src/account/tokens/refresh.h"
#include "src/account/tokens/renewal.h"
#include "src/hub/access_token.h"
#include "src/hub/endpoint.h"
#include "src/hub/repository.h"
#include "src/lookup/job_identity.h"
#include "src/lookup/lfs_refusal.h"
#include "src/lookup/token_record.h"
#include "src/protocol/keyring_program.h"
#include "src/store/active_token.h"
#include "src/store/exchange_cache.h"
#include "src/store/locked_store.h"
#include "src/store/outside_tokens.h"
#include "src/store/store_paths.h"
#include "src/text/message.h"

namespace hf {
namespace {

/// A short time limit, because git waits.
constexpr int kMaxHubSeconds = 10;

struct Rejection {
  const Environment& environment;
  const StorePaths& paths;
  const Endpoint& hub;
  std::string_view token;
  std::string repository;   // Empty when git sent no path.
  bool is_only_hub;         // The token is for this Hub and no other.
  bool lfs_password;        // git-lfs has sent it as a password.
  StoredToken stored;       // Without a name when only the token file has it.
  bool is_dropped = false;  // Its command will be run again.

  /// The Hub takes it as Bearer only, and git-lfs cannot send it so.
  bool NeedsBearer() const {
    return lfs_password && (stored.refresh_token || IsBearerToken(token));
  }

  std::string Name() const {
    return stored.name.empty() ? "the active token"
                               : "the token '" + stored.name + "'";
  }
};

/// Marks the token as rejected and makes it inactive. Does this under the lock,
/// and only if it is still this token: another process may have refreshed it or
/// logged in again.
Result<void> MarkRejected(const Rejection& rejection) {
  Result<LockedStore> store = LockedStore::Acquire(rejection.paths);
  if (!store.ok()) return store.error();
  const std::string now = std::to_string(time(nullptr));
  StoredToken token = rejection.stored;
  token.token = rejection.token;
  Result<void> marked =
      UpdateRecord(store.value(), token, [&](IniSection& section) {
        if (!section.Find(kRejectedAtKey)) section.Set(kRejectedAtKey, now);
      });
  if (!marked.ok()) return marked;
  return Deactivate(store.value(), token);
}

/// Tries to refresh a token that became invalid before its expiry time. True
/// when there is a new token.
bool TryRefresh(const Rejection& rejection) {
  const StoredToken& stored = rejection.stored;
  if (!stored.refresh_token || stored.name.empty()) return false;
  const Result<Refreshed> done = RefreshToken(
      rejection.environment, rejection.paths, {stored.name, rejection.token},
      rejection.hub, RefreshWhen::kAtOnce);
  if (!done.ok()) return false;
  Notices notices = done.value().notices;
  PrintNotices(notices);
  if (done.value().unsaved) {
    // The new token counts only if a file has it: otherwise it is lost when
    // this process ends.
    return WaitingFor(rejection.environment, rejection.paths, rejection.token)
        .has_value();
  }
  const auto now = ReadAgain(rejection.environment, rejection.paths, stored);
  return now && now->token != rejection.token;
}

/// The next token of the command may be another one, so nothing is marked.
void PrintInvalidCommand(const Rejection& rejection, bool is_dropped) {
  PrintNotice("the Hub says that what the command of '" +
              rejection.stored.name + "' printed is not valid");
  PrintHint(is_dropped ? "run the same command again: then git gets what the "
                         "command prints next"
                       : "the command was run again less than a minute ago; "
                         "see whether it prints the right token");
}

Result<void> HandleInvalid(const Rejection& rejection) {
  if (rejection.stored.command) {
    PrintInvalidCommand(rejection, rejection.is_dropped);
    return {};
  }
  if (TryRefresh(rejection)) {
    PrintNotice(rejection.Name() + " expired early and was renewed");
    PrintHint("run the same command again");
    return {};
  }
  Result<void> marked = MarkRejected(rejection);
  if (!marked.ok()) return marked;
  PrintNotice("the Hub says that " + rejection.Name() +
              " is not valid any more; it is not used from now on");
  PrintHint("log in again with 'git-credential-hf login'");
  Notices notices;
  AddProactive(rejection.environment, rejection.hub, notices);
  PrintNotices(notices);
  return {};
}

/// The reason that the Hub gives for this repository; nothing when it gives
/// none, or was asked about none.
std::optional<Issue> RefusalOf(const Rejection& rejection, HttpClient& client,
                               const Identity& identity) {
  if (!CanAskAbout(rejection.repository)) return std::nullopt;
  auto answer = AskAbout(
      client,
      {rejection.hub, rejection.repository, rejection.token, identity.role},
      true);
  if (!answer.ok()) return std::nullopt;
  return std::move(answer).value().refusal;
}

void PrintValid(const Rejection& rejection, HttpClient& client,
                const Identity& identity) {
  if (rejection.NeedsBearer()) {
    Notices notices = {NoticeForLfs(rejection.Name(), rejection.hub)};
    PrintNotices(notices);
    return;
  }
  std::string text = rejection.Name() + " of " + identity.account + " is valid";
  if (identity.role) text += " (role " + *identity.role + ")";
  if (const auto refusal = RefusalOf(rejection, client, identity)) {
    PrintNotice(text + ", but " + refusal->text);
    PrintHint(refusal->remedy.text);
    return;
  }
  text += ": it may lack access to ";
  text +=
      rejection.repository.empty() ? "this repository" : rejection.repository;
  PrintNotice(text);
  PrintHint("see its permissions at " + rejection.hub.url() +
            "/settings/tokens, or use another token");
}

Result<void> CheckWithHub(const Rejection& rejection) {
  Result<HttpClient> client =
      HttpClient::Open(rejection.environment, kMaxHubSeconds);
  auto identity =
      client.ok() ? AskIdentity(client.value(), rejection.hub, rejection.token)
                  : Result<std::optional<Identity>>(client.error());
  if (!identity.ok()) {
    PrintNotice("the Hub did not accept " + rejection.Name() +
                " here. It is kept, because the Hub could not be asked: " +
                identity.error().message);
    return {};
  }
  if (!identity.value() && !rejection.is_only_hub) {
    // The token may be valid at another Hub.
    PrintNotice(rejection.hub.url() + " does not know " + rejection.Name() +
                ", which is recorded for no Hub; it is kept");
    PrintHint("log in there with 'git-credential-hf login --endpoint " +
              rejection.hub.url() + "'");
    return {};
  }
  if (!identity.value()) return HandleInvalid(rejection);
  PrintValid(rejection, client.value(), *identity.value());
  return {};
}

Result<void> RemoveExchanged(const Environment& environment,
                             const Endpoint& hub, const Record& request) {
  const std::string repository =
      RepositoryIn(hub.PathBelow(request.Find(field::kPath).value_or("")));
  const std::string resource = AutomaticResource(environment, repository);
  Result<void> removed;
  if (const auto cache = ExchangeCache::Open(environment, resource)) {
    removed = cache->Forget(request.Find(field::kPassword).value_or(""));
  }
  const std::string which =
      "the token that the Hub gave for '" +
      (resource.empty()
           ? std::string(environment.Find("HF_OIDC_RESOURCE").value_or(""))
           : resource) +
      "'";
  Notices notices;
  if (request.Find(field::kLfsPassword)) {
    notices.push_back(NoticeForLfs(which, hub));
  } else {
    notices.push_back({"the Hub did not accept " + which + " here",
                       "check that HF_OIDC_RESOURCE names this repository"});
  }
  PrintNotices(notices);
  return removed;
}

/// The record of \a token, a token of the user before one that git stored;
/// without a name when only the token file has it. Nothing when it is not
/// stored.
Result<std::optional<StoredToken>> FindStored(const Environment& environment,
                                              const StorePaths& paths,
                                              const Endpoint& hub,
                                              std::string_view token) {
  const Result<TokenStore> store = TokenStore::Read(paths.tokens);
  std::optional<StoredToken> by_git;
  if (store.ok()) {
    for (StoredToken& found : store.value().Mentioning(token)) {
      if (found.token != token) continue;
      if (!found.from_git) return {std::move(found)};
      if (!by_git) by_git = std::move(found);
    }
  }
  if (by_git) return by_git;
  const auto active = ReadActiveToken(paths);
  if (active.ok() && active.value() && active.value()->token == token) {
    return {StoredToken()};
  }
  const Result<OutsideTokens> names = ReadOutsideTokens(paths);
  if (!names.ok()) return names.error();
  if (auto printed = PrintedBy(environment, names.value(), hub, token)) {
    return printed;
  }
  const auto name =
      NameInKeyring(names.value(), KeyringFor(environment), hub, token);
  if (!name.ok()) return name.error();
  const StoredToken* kept =
      name.value() ? names.value().Find(*name.value()) : nullptr;
  if (!kept) return {std::nullopt};
  Result<StoredToken> loaded = WithSecrets(environment, *kept);
  if (!loaded.ok()) return loaded.error();
  if (loaded.value().token != token) return {std::nullopt};
  return {std::move(loaded).value()};
}

}  // namespace

Result<void> RejectedForGit(const Context& context, const Record& request) {
  const std::string_view token = request.Find(field::kPassword).value_or("");
  Result<Endpoint> asked = HubOf(request);
  if (!asked.ok()) return asked.error();
  if (context.environment.Has("HF_OIDC_RESOURCE")) {
    return RemoveExchanged(context.environment, asked.value(), request);
  }
  const Result<StorePaths>& paths = context.paths;
  if (!paths.ok()) return paths.error();
  auto stored =
      FindStored(context.environment, paths.value(), asked.value(), token);
  if (!stored.ok()) return stored.error();
  if (!stored.value()) return {};
  StoredToken refused = std::move(*stored.value());
  refused.token = token;  // FindStored() returns it without.
  const auto recorded = HubsOf(TokenStore::Read(paths.value().tokens),
                               paths.value().tokens, refused);
  if (!recorded.ok()) return recorded.error();
  if (!Allow(recorded.value(), asked.value())) return {};
  const bool is_dropped =
      refused.command && DropAnswers(context.environment, refused);
  // One of several Hubs must not end a token that the others accept.
  const bool is_only_hub =
      recorded.value().size() == 1 ||
      (recorded.value().empty() && asked.value().is_official());
  return CheckWithHub(
      {context.environment, paths.value(), asked.value(), token,
       RepositoryIn(
           asked.value().PathBelow(request.Find(field::kPath).value_or(""))),
       is_only_hub, request.Find(field::kLfsPassword).has_value(),
       std::move(refused), is_dropped});
}

}  // namespace hf
