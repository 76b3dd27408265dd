// SPDX-License-Identifier: Apache-2.0
#include "src/lookup/stored_sources.h"

#include "src/hub/access_token.h"
#include "src/hub/repository.h"
#include "src/lookup/token_choice.h"
#include "src/lookup/token_record.h"
#include "src/store/owner_rules.h"
#include "src/store/refresh_journal.h"
#include "src/text/message.h"

namespace hf {
namespace {

/// "'work' of alice": which token, without anything of it.
std::string Describe(const StoredToken& token) {
  if (token.name.empty()) return "a token without a name";
  std::string text = "'" + token.name + "'";
  if (token.user) text += " of " + *token.user;
  return text;
}

/// What a message may show of a username that a URL brings: some people put
/// their token there.
std::string Shown(std::string_view username) {
  return MayBeToken(username) ? "a username that may be a token"
                              : "'" + Shortened(username) + "'";
}

/// How well \a token answers to \a username; 0 for not at all. A token that git
/// stored is matched by the name it was stored with.
int Rank(const StoredToken& token, std::string_view username, bool is_active) {
  constexpr int kByAccount = 1, kByName = 2, kActive = 4, kPersons = 8,
                kAlive = 16;
  const int alive = token.rejected_at ? 0 : kAlive;
  if (token.from_git) {
    return token.StoredUsername() == username ? alive + kByName : 0;
  }
  const int match = token.name == username   ? kByName
                    : token.user == username ? kByAccount
                                             : 0;
  if (match == 0) return 0;
  return alive + kPersons + match + (is_active ? kActive : 0);
}

}  // namespace

/// Our own file, which few people have; read when it can matter.
const Result<TokenStore>& StoredSources::Ours() const {
  if (!state_) state_ = TokenStore::Read(paths_.state);
  return *state_;
}

bool StoredSources::IsActive(const StoredToken& token,
                             const KeyringNames& names) const {
  if (token.in_keyring) return token_.empty() && token.name == names.active;
  return !token_.empty() && token.token == token_;
}

bool StoredSources::IsUsable(const StoredToken& token) const {
  if (token.in_keyring) return token.MayGoTo(request_.hub);
  return IsToken(token.token) &&
         MaySend(store_, paths_.tokens, token.token, request_.hub);
}

/// What every source but the token file says of a store that does not parse.
Finding StoredSources::NotAsked() const {
  return {{std::nullopt}, "not asked: " + store_.error().message};
}

Finding StoredSources::Serve(const StoredToken& token,
                             const std::string& why) const {
  Finding finding;
  finding.remark = Describe(token) + why;
  if (token.in_keyring) finding.remark += ", in the keyring";
  if (token.rejected_at) {
    finding.remark += "; the Hub has rejected it";
  } else if (!token.in_keyring && token.IsExpired()) {
    finding.remark += "; it has expired";
  }
  Result<TokenChoice> choice = ChoiceOf(token, paths_.tokens, request_);
  if (choice.ok()) {
    // The last refresh may have been cut off when it had a new token.
    if (token.refresh_tried_at && RefreshJournal::Beside(paths_).Exists()) {
      choice.value().refresh_due = true;
    }
    finding.choice = {std::move(choice).value()};
  } else {
    finding.choice = choice.error();
  }
  return finding;
}

std::optional<StoredToken> StoredSources::FindNamed(
    std::string_view username) const {
  std::optional<StoredToken> best;
  int best_rank = 0;
  const KeyringNames names = KeyringNamesIn(Ours().value());
  std::vector<StoredToken> tokens = store_.value().Mentioning(username);
  tokens.insert(tokens.end(), names.tokens.begin(), names.tokens.end());
  for (StoredToken& token : tokens) {
    const int rank = Rank(token, username, IsActive(token, names));
    if (rank <= best_rank || !IsUsable(token)) continue;
    if (token.from_git && token.IsExpired()) continue;
    best_rank = rank;
    best = std::move(token);
  }
  return best;
}

/// The stored token that the request names, if any. "hf_user" and the empty
/// name are what tools say who have no name to give.
Finding StoredSources::AskName() const {
  const std::string_view username = request_.username.value_or("");
  if (username.empty() || username == kDefaultUsername) {
    return {{std::nullopt}, "there is none"};
  }
  if (!store_.ok()) return NotAsked();
  if (!Ours().ok()) {
    return {{std::nullopt}, "not asked: " + Ours().error().message};
  }
  const auto token = FindNamed(username);
  if (token) return Serve(*token, ", for " + Shown(username));
  return {{std::nullopt},
          "no stored token or account is called " + Shown(username)};
}

/// What an owner rule says, if one applies. Whoever has a rule for this owner
/// does not want to go out as another: then a broken store is an error.
Finding StoredSources::AskRule() const {
  if (!request_.path) return {{std::nullopt}, "no repository is named"};
  if (!Ours().ok()) return {Ours().error(), Ours().error().message};
  const std::vector<OwnerRule> rules = OwnerRulesIn(Ours().value());
  const OwnerRule* rule = FindOwnerRule(rules, request_.hub, *request_.path);
  if (!rule) {
    const std::string repository =
        RepositoryIn(request_.hub.PathBelow(*request_.path));
    return {{std::nullopt},
            repository.empty() ? "no repository is named"
                               : "there is none for '" + repository + "'"};
  }
  if (!store_.ok()) return {store_.error(), store_.error().message};
  const std::string subject = *rule->SubjectAt(request_.hub);
  const auto token = FindUserToken(store_.value(),
                                   KeyringNamesIn(Ours().value()), rule->token);
  if (token && IsUsable(*token)) return Serve(*token, ", for " + subject);
  const std::string notice =
      rule->IdleNotice(subject, token ? "another Hub's" : kGone);
  return {{std::nullopt}, notice, notice};
}

/// The section of the active token: the first that a user saved, else the first
/// that git stored. Where a refresh was cut off between the two files, the
/// section has its successor.
StoredToken StoredSources::RecordOfActive() const {
  StoredToken unknown;
  unknown.token = token_;
  if (!store_.ok()) return unknown;
  std::optional<StoredToken> by_git, successor;
  for (StoredToken& token : store_.value().Mentioning(token_)) {
    if (token.previous_token == token_) successor = token;
    if (token.token != token_) continue;
    if (!token.from_git) return std::move(token);
    if (!by_git) by_git = std::move(token);
  }
  if (by_git) return std::move(*by_git);
  if (successor && IsToken(successor->token)) return std::move(*successor);
  return unknown;
}

/// Without a token file. Unless our own file can be read, nobody knows who the
/// person wants to be.
Finding StoredSources::AskActiveInKeyring() const {
  if (!Ours().ok()) return {Ours().error(), Ours().error().message};
  const KeyringNames names = KeyringNamesIn(Ours().value());
  if (const StoredToken* active = names.Active()) {
    if (active->MayGoTo(request_.hub)) return Serve(*active, "");
    return {{std::nullopt}, Describe(*active) + " belongs to another Hub"};
  }
  if (!store_.ok()) return {store_.error(), store_.error().message};
  return {{std::nullopt}, "there is none"};
}

/// The token file says nothing of the token's Hub, so the store must.
Finding StoredSources::AskActive() const {
  if (!active_.ok()) return {active_.error(), active_.error().message};
  if (token_.empty()) return AskActiveInKeyring();
  const auto hubs = RecordedHubs(store_, paths_.tokens, token_);
  if (!hubs.ok()) return {hubs.error(), hubs.error().message};
  const StoredToken token = RecordOfActive();
  // A successor may have a record of its own.
  const bool may_go =
      Allow(hubs.value(), request_.hub) &&
      (token.token == token_ ||
       MaySend(store_, paths_.tokens, token.token, request_.hub));
  if (!may_go) {
    return {{std::nullopt}, Describe(token) + " belongs to another Hub"};
  }
  Finding finding = Serve(token, "");
  if (finding.choice.ok()) {
    TokenChoice& choice = *finding.choice.value();
    choice.origin = paths_.token;
    choice.plantable = active_.value()->OthersCanWrite();
    // The refresh also writes what it found to be missing.
    if (token.token != token_) choice.refresh_due = true;
  }
  return finding;
}

/// The only token that git stored and that fits, if there is exactly one.
Finding StoredSources::AskStoredByGit() const {
  if (!store_.ok()) return NotAsked();
  std::optional<StoredToken> only;
  for (StoredToken& token : store_.value().Mentioning(kSourceGit)) {
    if (!token.from_git || token.IsExpired() || !IsUsable(token)) continue;
    if (request_.username && *request_.username != token.StoredUsername()) {
      continue;
    }
    if (only && only->token != token.token) {
      return {{std::nullopt}, "more than one fits"};
    }
    if (!only) only = std::move(token);
  }
  if (only) return Serve(*only, "");
  return {{std::nullopt}, "there is none"};
}

Finding StoredSources::Ask(TokenSource source) const {
  switch (source) {
    case TokenSource::kName:
      return AskName();
    case TokenSource::kOwnerRule:
      return AskRule();
    case TokenSource::kActive:
      return AskActive();
    default:
      return AskStoredByGit();
  }
}

}  // namespace hf
