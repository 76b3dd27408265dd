// SPDX-License-Identifier: Apache-2.0
#include "src/token_sources.h"

#include "src/active_token.h"
#include "src/broken_store.h"
#include "src/keyring_names.h"
#include "src/owner_rules.h"
#include "src/repository.h"
#include "src/token_store.h"
#include "src/token_text.h"

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
                              : "'" + std::string(username) + "'";
}

/// How well \a token answers to \a username; 0 for not at all. A token that git
/// stored is matched by the name it was stored with.
int Rank(const StoredToken& token, std::string_view username, bool is_active) {
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
  return alive + kPersons + match + (is_active ? kActive : 0);
}

}  // namespace

std::string_view NameOf(TokenSource source) {
  switch (source) {
    case TokenSource::kExchange:
      return "job's identity";
    case TokenSource::kEnvironment:
      return "environment";
    case TokenSource::kName:
      return "name in the URL";
    case TokenSource::kOwnerRule:
      return "owner rule";
    case TokenSource::kActive:
      return "active token";
    case TokenSource::kGits:
      return "stored by git";
  }
  return "";
}

/// The request, with the store and the active token that it is decided on.
class TokenSources::Stored {
 public:
  Stored(const TokenRequest& request, StorePaths paths)
      : request_(request), paths_(std::move(paths)) {
    if (active_.ok() && active_.value()) token_ = active_.value()->token;
  }

  Finding Ask(TokenSource source) const;

 private:
  Finding AskName() const;
  Finding AskRule() const;
  Finding AskActive() const;
  Finding AskGits() const;

  Finding NotAsked() const;
  Finding Serve(const StoredToken& token, const std::string& why) const;
  bool IsUsable(const StoredToken& token) const;
  std::optional<StoredToken> FindNamed(std::string_view username) const;
  StoredToken RecordOfActive() const;
  Finding AskActiveInKeyring() const;
  const Result<TokenStore>& Ours() const;
  bool IsActive(const StoredToken& token, const KeyringNames& names) const;

  const TokenRequest& request_;
  const StorePaths paths_;
  const Result<std::optional<ActiveToken>> active_ = ReadActiveToken(paths_);
  const Result<TokenStore> store_ = TokenStore::Read(paths_.tokens);
  std::string_view token_;  // That of the token file; empty when none is.
  mutable std::optional<Result<TokenStore>> ours_;
};

/// Our own file, which few people have; read when it can matter.
const Result<TokenStore>& TokenSources::Stored::Ours() const {
  if (!ours_) ours_ = TokenStore::Read(paths_.ours);
  return *ours_;
}

bool TokenSources::Stored::IsActive(const StoredToken& token,
                                    const KeyringNames& names) const {
  if (token.in_keyring) return token_.empty() && token.name == names.active;
  return !token_.empty() && token.token == token_;
}

bool TokenSources::Stored::IsUsable(const StoredToken& token) const {
  return (token.in_keyring || IsToken(token.token)) &&
         token.MayGoTo(request_.hub);
}

/// What every source but the token file says of a store that does not parse.
Finding TokenSources::Stored::NotAsked() const {
  return {{std::nullopt}, "not asked: " + store_.error().message};
}

Finding TokenSources::Stored::Serve(const StoredToken& token,
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
    finding.choice = {std::move(choice).value()};
  } else {
    finding.choice = choice.error();
  }
  return finding;
}

std::optional<StoredToken> TokenSources::Stored::FindNamed(
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
Finding TokenSources::Stored::AskName() const {
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
Finding TokenSources::Stored::AskRule() const {
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
  const auto token =
      FindToken(store_.value(), KeyringNamesIn(Ours().value()), rule->token);
  if (token && IsUsable(*token)) return Serve(*token, ", for " + subject);
  const std::string notice =
      rule->IdleNotice(subject, token ? "another Hub's" : kGone);
  return {{std::nullopt}, notice, notice};
}

/// What the store records of the active token: the first section that holds it,
/// but one that keeps it from this Hub wins over one that says nothing. Where a
/// refresh was cut off between the two files, the section has its successor.
StoredToken TokenSources::Stored::RecordOfActive() const {
  StoredToken unknown;
  unknown.token = token_;
  if (!store_.ok()) return unknown;
  std::optional<StoredToken> record, successor;
  for (StoredToken& token : store_.value().Mentioning(token_)) {
    if (token.previous_token == token_) successor = token;
    if (token.token != token_) continue;
    if (!record || (!record->endpoint && token.endpoint) ||
        (!record->MayGoTo(request_.hub) && token.MayGoTo(request_.hub) &&
         token.endpoint)) {
      record = std::move(token);
    }
  }
  if (!record && successor && IsToken(successor->token)) return *successor;
  return record.value_or(std::move(unknown));
}

/// Without a token file. Unless our own file can be read, nobody knows who the
/// person wants to be.
Finding TokenSources::Stored::AskActiveInKeyring() const {
  if (!Ours().ok()) return {Ours().error(), Ours().error().message};
  const KeyringNames names = KeyringNamesIn(Ours().value());
  if (const StoredToken* active = names.Active()) {
    if (active->MayGoTo(request_.hub)) return Serve(*active, "");
    return {{std::nullopt}, Describe(*active) + " belongs to another Hub"};
  }
  if (!store_.ok()) return {store_.error(), store_.error().message};
  return {{std::nullopt}, "there is none"};
}

/// The token file does not depend on the store, but what the store says of the
/// token's Hub must hold as far as it can be made out.
Finding TokenSources::Stored::AskActive() const {
  if (!active_.ok()) return {active_.error(), active_.error().message};
  if (token_.empty()) return AskActiveInKeyring();
  if (!store_.ok() && BrokenStoreForbids(paths_.tokens, token_, request_.hub)) {
    return {store_.error(), store_.error().message};
  }
  const StoredToken token = RecordOfActive();
  if (!token.MayGoTo(request_.hub)) {
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
Finding TokenSources::Stored::AskGits() const {
  if (!store_.ok()) return NotAsked();
  std::optional<StoredToken> only;
  for (StoredToken& token : store_.value().Mentioning(kSourceGit)) {
    if (!token.from_git || token.IsExpired() || !IsUsable(token)) continue;
    if (request_.username && *request_.username != token.GitsUsername()) {
      continue;
    }
    if (only) return {{std::nullopt}, "more than one fits"};
    only = std::move(token);
  }
  if (only) return Serve(*only, "");
  return {{std::nullopt}, "there is none"};
}

Finding TokenSources::Stored::Ask(TokenSource source) const {
  switch (source) {
    case TokenSource::kName:
      return AskName();
    case TokenSource::kOwnerRule:
      return AskRule();
    case TokenSource::kActive:
      return AskActive();
    default:
      return AskGits();
  }
}

TokenSources::TokenSources(const Environment& environment,
                           const TokenRequest& request)
    : environment_(environment), request_(request) {}

TokenSources::~TokenSources() = default;

Finding TokenSources::AskExchange() const {
  if (!environment_.Has("HF_OIDC_RESOURCE")) {
    return {{std::nullopt}, "HF_OIDC_RESOURCE is not set"};
  }
  return {
      Error{Problem::kUnavailable,
            "HF_OIDC_RESOURCE asks for a token that only the Hub can give",
            "run 'git-credential-hf token' for it"},
      "HF_OIDC_RESOURCE is set: the Hub is asked, and no other token is used"};
}

Finding TokenSources::AskEnvironment() const {
  Result<std::optional<EnvironmentToken>> found =
      TokenInEnvironment(environment_);
  if (!found.ok()) return {found.error(), found.error().message};
  if (!found.value()) return {{std::nullopt}, "HF_TOKEN is not set"};
  EnvironmentToken& variable = *found.value();
  TokenChoice choice;
  choice.bearer = IsBearerToken(variable.token);
  choice.token = std::move(variable.token);
  choice.origin = variable.variable;
  choice.username = request_.username.value_or(kDefaultUsername);
  return {{std::move(choice)}, std::string(variable.variable) + " is set"};
}

Finding TokenSources::AskStored(TokenSource source) {
  if (!stored_) {
    Result<StorePaths> paths = FindStore(environment_);
    if (!paths.ok()) return {paths.error(), paths.error().message};
    stored_ = std::make_unique<Stored>(request_, std::move(paths).value());
  }
  return stored_->Ask(source);
}

Finding TokenSources::Ask(TokenSource source) {
  switch (source) {
    case TokenSource::kExchange:
      return AskExchange();
    case TokenSource::kEnvironment:
      return AskEnvironment();
    default:
      return AskStored(source);
  }
}

}  // namespace hf
