// SPDX-License-Identifier: Apache-2.0
#include "src/choice.h"

#include "src/active_token.h"
#include "src/broken_store.h"
#include "src/message.h"
#include "src/owner_rules.h"
#include "src/token_store.h"
#include "src/token_text.h"
#include "src/trace.h"

namespace hf {
namespace {

using MaybeChoice = Result<std::optional<TokenChoice>>;

/// One request, with the store and the active token that it is decided on.
struct Question {
  const Trace& trace;
  const Endpoint& hub;
  std::optional<std::string_view> username;
  std::optional<std::string_view> path;
  const StorePaths& paths;
  const TokenStore& store;
  std::string_view active;  // Empty when there is none.
  bool active_is_plantable;
};

bool IsUsable(const StoredToken& token, const Endpoint& hub) {
  return IsToken(token.token) && token.MayGoTo(hub);
}

Error Rejected(const std::string& name) {
  return {
      Problem::kRefused,
      "the Hub has said that the token '" + name + "' is not valid any more",
      "log in again with 'git-credential-hf login'"};
}

/// Says which token it is, and why.
void Explain(const Question& question, const StoredToken& token,
             std::string_view why) {
  if (!question.trace.is_on()) return;
  const std::string name =
      token.name.empty() ? "a token without a name" : "'" + token.name + "'";
  question.trace.Say(name + " is chosen: " + std::string(why));
}

MaybeChoice Serve(const Question& question, const StoredToken& token,
                  std::string_view why) {
  Explain(question, token, why);
  if (token.rejected_at) return Rejected(token.name);
  TokenChoice choice;
  choice.refresh_due = token.IsRefreshDue();
  choice.expired = token.IsExpired();
  if (choice.expired && !choice.refresh_due) return TokenHasExpired(token.name);
  choice.token = token.token;
  choice.origin = question.paths.tokens;
  choice.name = token.name;
  choice.username = token.from_git ? token.GitsUsername() : kDefaultUsername;
  if (question.username) choice.username = *question.username;
  choice.expires_at = token.expires_at;
  choice.bearer = token.refresh_token || IsBearerToken(token.token);
  return {std::move(choice)};
}

/// How well \a token answers to \a username; 0 for not at all. A token that git
/// stored is matched by the name it was stored with.
int Rank(const StoredToken& token, std::string_view username,
         std::string_view active) {
  constexpr int kByAccount = 1, kByName = 2, kActive = 4, kPersons = 8,
                kAlive = 16;
  const int alive = token.rejected_at ? 0 : kAlive;
  if (token.from_git) {
    return token.GitsUsername() == username ? alive + kByName : 0;
  }
  const int match = token.name == username   ? kByName
                    : token.user == username ? kByAccount
                                             : 0;
  if (match == 0) return 0;
  return alive + kPersons + match + (token.token == active ? kActive : 0);
}

/// The stored token that the request names, if any. "hf_user" and the empty
/// name are what tools say who have no name to give.
std::optional<StoredToken> FindNamed(const Question& question) {
  if (!question.username || question.username->empty() ||
      *question.username == kDefaultUsername) {
    return std::nullopt;
  }
  std::optional<StoredToken> best;
  int best_rank = 0;
  for (StoredToken& token : question.store.Mentioning(*question.username)) {
    const int rank = Rank(token, *question.username, question.active);
    if (rank <= best_rank || !IsUsable(token, question.hub)) continue;
    if (token.from_git && token.IsExpired()) continue;
    best_rank = rank;
    best = std::move(token);
  }
  return best;
}

/// The only token that git stored and that fits, if there is exactly one.
std::optional<StoredToken> FindOnlyGits(const Question& question) {
  std::optional<StoredToken> only;
  for (StoredToken& token : question.store.Mentioning(kSourceGit)) {
    if (!token.from_git || token.IsExpired()) continue;
    if (!IsUsable(token, question.hub)) continue;
    if (question.username && *question.username != token.GitsUsername()) {
      continue;
    }
    if (only) return std::nullopt;
    only = std::move(token);
  }
  return only;
}

/// What the store records of the active token: the first section that holds it,
/// but one that keeps it from this Hub wins over one that says nothing. Where a
/// refresh was cut off between the two files, the section has its successor.
StoredToken RecordOfActive(const Question& question) {
  std::optional<StoredToken> record, successor;
  for (StoredToken& token : question.store.Mentioning(question.active)) {
    if (token.previous_token == question.active) successor = token;
    if (token.token != question.active) continue;
    if (!record || (!record->endpoint && token.endpoint) ||
        (!record->MayGoTo(question.hub) && token.MayGoTo(question.hub) &&
         token.endpoint)) {
      record = std::move(token);
    }
  }
  if (!record && successor && IsToken(successor->token)) return *successor;
  StoredToken token = record.value_or(StoredToken{});
  token.token = question.active;
  return token;
}

MaybeChoice ServeActive(const Question& question) {
  const StoredToken token = RecordOfActive(question);
  if (!token.MayGoTo(question.hub)) {
    question.trace.Say("the active token belongs to another Hub");
    return {std::nullopt};
  }
  MaybeChoice choice = Serve(question, token, "it is the active token");
  if (choice.ok()) {
    choice.value()->origin = question.paths.token;
    choice.value()->plantable = question.active_is_plantable;
    // The refresh also writes what it found to be missing.
    if (token.token != question.active) choice.value()->refresh_due = true;
  }
  return choice;
}

/// What an owner rule says, if one applies.
MaybeChoice ServeOwner(const Question& question) {
  if (!question.path) return {std::nullopt};
  Result<std::vector<OwnerRule>> rules = ReadOwnerRules(question.paths);
  if (!rules.ok()) return rules.error();
  const OwnerRule* rule =
      FindOwnerRule(rules.value(), question.hub, *question.path);
  if (!rule) return {std::nullopt};
  const auto token = question.store.Find(rule->token);
  if (token && IsUsable(*token, question.hub)) {
    return Serve(question, *token, "a rule names it for this owner");
  }
  PrintNotice("the rule for '" + *rule->SubjectAt(question.hub) +
              "' names the token '" + rule->token + "', which is " +
              (token ? "another Hub's" : "not stored any more"));
  return {std::nullopt};
}

/// What the request itself says: a name, or a path that a rule is for.
MaybeChoice ServeAsked(const Question& question) {
  if (const auto named = FindNamed(question)) {
    return Serve(question, *named, "the request names it or its account");
  }
  return ServeOwner(question);
}

MaybeChoice ChooseStored(const Question& question) {
  MaybeChoice asked = ServeAsked(question);
  if (!asked.ok() || asked.value()) return asked;
  if (!question.active.empty()) {
    MaybeChoice active = ServeActive(question);
    if (!active.ok() || active.value()) return active;
  }
  if (const auto only = FindOnlyGits(question)) {
    return Serve(question, *only, "it is the only one that git has stored");
  }
  question.trace.Say("there is no token for this request");
  return {std::nullopt};
}

/// The store does not parse; the token file does not depend on it, but what the
/// store says of the token's Hub must hold as far as it can be made out.
MaybeChoice ChooseWithoutStore(const Question& question, const Error& error) {
  if (question.active.empty()) return error;
  if (question.path) {
    // Whoever has a rule for this owner does not want to go out as another.
    Result<std::vector<OwnerRule>> rules = ReadOwnerRules(question.paths);
    if (!rules.ok()) return rules.error();
    if (FindOwnerRule(rules.value(), question.hub, *question.path)) {
      return error;
    }
  }
  if (BrokenStoreForbids(question.paths.tokens, question.active,
                         question.hub)) {
    return error;
  }
  return ServeActive(question);
}

MaybeChoice FromEnvironment(EnvironmentToken found,
                            std::optional<std::string_view> username) {
  TokenChoice choice;
  choice.bearer = IsBearerToken(found.token);
  choice.token = std::move(found.token);
  choice.origin = found.variable;
  choice.username = username.value_or(kDefaultUsername);
  return {std::move(choice)};
}

}  // namespace

Error TokenHasExpired(const std::string& name) {
  return {Problem::kRefused, "the token '" + name + "' has expired",
          "log in again with 'git-credential-hf login'"};
}

Result<std::optional<TokenChoice>> ChooseToken(const Environment& environment,
                                               const TokenRequest& request) {
  const Trace trace(environment);
  if (environment.Has("HF_OIDC_RESOURCE")) {
    return Error{Problem::kUnavailable,
                 "HF_OIDC_RESOURCE asks for a token that only the Hub can give",
                 "run 'git-credential-hf token' for it"};
  }
  Result<std::optional<EnvironmentToken>> variable =
      TokenInEnvironment(environment);
  if (!variable.ok()) return variable.error();
  if (variable.value()) {
    trace.Say(std::string(variable.value()->variable) +
              " is set: its token is chosen before all stored ones");
    return FromEnvironment(std::move(*variable.value()), request.username);
  }
  Result<StorePaths> paths = FindStore(environment);
  if (!paths.ok()) return paths.error();
  Result<std::optional<ActiveToken>> active = ReadActiveToken(paths.value());
  Result<TokenStore> store = TokenStore::Read(paths.value().tokens);
  const TokenStore none;
  Question question{
      trace,        request.hub,   request.username,
      request.path, paths.value(), store.ok() ? store.value() : none,
      {},           false};
  if (active.ok() && active.value()) {
    question.active = active.value()->token;
    question.active_is_plantable = active.value()->OthersCanWrite();
  }
  if (!active.ok()) {
    // A token that the request names does not depend on the active one.
    MaybeChoice asked = ServeAsked(question);
    if (!asked.ok() || asked.value()) return asked;
    return active.error();
  }
  if (!store.ok()) {
    trace.Say("the store is not asked: " + store.error().message);
    return ChooseWithoutStore(question, store.error());
  }
  return ChooseStored(question);
}

}  // namespace hf
