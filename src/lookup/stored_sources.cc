// SPDX-License-Identifier: Apache-2.0
#include "src/lookup/stored_sources.h"

#include "src/hub/access_token.h"
#include "src/hub/repository.h"
#include "src/lookup/token_choice.h"
#include "src/lookup/token_record.h"
#include "src/store/owner_rules.h"
#include "src/store/refresh_journal.h"
#include "src/store/system_file.h"
#include "src/text/message.h"

namespace hf {
namespace {

/// "'work' of alice": the token's name and account, no part of the token.
std::string Describe(const StoredToken& token) {
  if (token.name.empty()) return "a token without a name";
  std::string text = "'" + token.name + "'";
  if (token.user) text += " of " + *token.user;
  return text;
}

Error CommandIsGone(const std::string& name) {
  return {Problem::kRefused,
          "the active token '" + name +
              "' came from a command that is not "
              "there any more",
          "choose another one with 'git-credential-hf switch'"};
}

/// How a message shows \a username, which comes from a URL. Some users put
/// their token there, and a message must not show it.
std::string DisplayName(std::string_view username) {
  return MayBeToken(username) ? "a username that may be a token"
                              : "'" + Shortened(username) + "'";
}

/// How well \a token matches \a username; 0 when it does not. A token that git
/// stored matches by the user name that git stored it with.
int Rank(const StoredToken& token, std::string_view username, bool is_active) {
  constexpr int kByAccount = 1, kByName = 2, kActive = 4, kByUser = 8,
                kValid = 16;
  const int valid = token.rejected_at ? 0 : kValid;
  if (token.from_git) {
    return token.StoredUsername() == username ? valid + kByName : 0;
  }
  const int match = token.name == username   ? kByName
                    : token.user == username ? kByAccount
                                             : 0;
  if (match == 0) return 0;
  return valid + kByUser + match + (is_active ? kActive : 0);
}

}  // namespace

/// All of the store.
const Result<TokenStore>& StoredSources::Store() const {
  if (!store_) store_ = TokenStore::Read(paths_.tokens);
  return *store_;
}

/// At least the sections of the store that contain the active token: most
/// requests need no others.
const Result<TokenStore>& StoredSources::StoreAboutActive() const {
  if (store_) return *store_;
  if (about_active_) return *about_active_;
  auto read = TokenStore::ReadSectionsWith(token_, paths_.tokens);
  const bool is_whole = !read.ok() || read.value().is_whole();
  return (is_whole ? store_ : about_active_).emplace(std::move(read));
}

/// The state file, which few users have. It is read only when it can matter.
const Result<TokenStore>& StoredSources::State() const {
  if (!state_) state_ = TokenStore::Read(paths_.state);
  return *state_;
}

/// The same for the names outside of the store, and the commands.
const Result<OutsideTokens>& StoredSources::Outside() const {
  if (outside_) return *outside_;
  if (!State().ok()) {
    outside_ = State().error();
    return *outside_;
  }
  outside_ = OutsideTokensWith(State().value(), paths_);
  return *outside_;
}

bool StoredSources::IsActive(const StoredToken& token,
                             const OutsideTokens& names) const {
  if (token.IsOutside())
    return token_.empty() && token.name == names.ActiveName();
  return !token_.empty() && token.token == token_;
}

bool StoredSources::IsUsable(const StoredToken& token) const {
  if (token.IsOutside()) return token.MayGoTo(request_.hub);
  return IsToken(token.token) &&
         MaySend(Store(), paths_.tokens, token.token, request_.hub);
}

/// For a source that needs the store, when the store does not parse.
Finding StoredSources::SkippedSource() const {
  return {{std::nullopt}, "skipped: " + Store().error().message};
}

Finding StoredSources::Serve(const StoredToken& token,
                             const std::string& why) const {
  Finding finding;
  finding.remark = Describe(token) + why;
  if (token.in_keyring) finding.remark += ", in the keyring";
  if (token.command) finding.remark += ", from a command";
  if (token.rejected_at) {
    finding.remark += "; the Hub has rejected it";
  } else if (!token.IsOutside() && token.IsExpired()) {
    finding.remark += "; it has expired";
  }
  Result<TokenChoice> choice = ChoiceOf(token, paths_.tokens, request_);
  if (choice.ok()) {
    // The last refresh may have been cut off before it saved the new token.
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
  const OutsideTokens& names = Outside().value();
  std::vector<StoredToken> tokens = Store().value().Mentioning(username);
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

/// The stored token that the request's username names. "hf_user" and the empty
/// name are what programs send that have no name to send.
Finding StoredSources::AskName() const {
  const std::string_view username = request_.username.value_or("");
  if (username.empty() || username == kDefaultUsername) {
    return {{std::nullopt}, "there is none"};
  }
  if (!Store().ok()) return SkippedSource();
  if (!Outside().ok()) {
    return {{std::nullopt}, "skipped: " + Outside().error().message};
  }
  const auto token = FindNamed(username);
  if (token) return Serve(*token, ", for " + DisplayName(username));
  return {{std::nullopt},
          "no stored token or account is called " + DisplayName(username)};
}

/// The token of the owner rule that applies. A user with a rule for this owner
/// does not want another token to be used: a broken store is then an error.
Finding StoredSources::AskOwnerRule() const {
  if (!request_.path) return {{std::nullopt}, "no repository is named"};
  if (!State().ok()) return {State().error(), State().error().message};
  std::vector<OwnerRule> rules = OwnerRulesIn(State().value());
  const OwnerRule* rule = FindOwnerRule(rules, request_.hub, *request_.path);
  if (!rule) {
    Result<SystemFile> system = ReadSystemFile(paths_.system);
    if (!system.ok()) return {system.error(), system.error().message};
    rules = std::move(system.value().rules);
    rule = FindOwnerRule(rules, request_.hub, *request_.path);
  }
  if (!rule) {
    const std::string repository =
        RepositoryIn(request_.hub.PathBelow(*request_.path));
    return {{std::nullopt},
            repository.empty() ? "no repository is named"
                               : "there is none for '" + repository + "'"};
  }
  if (!Store().ok()) return {Store().error(), Store().error().message};
  if (!Outside().ok()) return {Outside().error(), Outside().error().message};
  const std::string subject = *rule->SubjectAt(request_.hub);
  const auto token =
      FindUserToken(Store().value(), Outside().value(), rule->token);
  if (token && IsUsable(*token)) return Serve(*token, ", for " + subject);
  const std::string notice = rule->IdleNotice(
      subject, token ? "recorded for another Hub" : kNotStored);
  return {{std::nullopt}, notice, notice};
}

/// The section of the active token: the first that a user saved, else the first
/// that git stored. If a refresh was cut off between writing the store and the
/// token file, the section has the new token.
StoredToken StoredSources::RecordOfActive() const {
  StoredToken unknown;
  unknown.token = token_;
  const Result<TokenStore>& store = StoreAboutActive();
  if (!store.ok()) return unknown;
  std::optional<StoredToken> by_git, successor;
  for (StoredToken& token : store.value().Mentioning(token_)) {
    if (token.previous_token == token_) successor = token;
    if (token.token != token_) continue;
    if (!token.from_git) return std::move(token);
    if (!by_git) by_git = std::move(token);
  }
  if (by_git) return std::move(*by_git);
  if (successor && IsToken(successor->token)) return std::move(*successor);
  return unknown;
}

/// Called when there is no token file. Fails when the state file or the
/// commands cannot be read: it is then not known which token the user has made
/// active.
Finding StoredSources::AskActiveOutside() const {
  if (!Outside().ok()) return {Outside().error(), Outside().error().message};
  const OutsideTokens& names = Outside().value();
  if (const StoredToken* active = names.Active()) {
    if (active->MayGoTo(request_.hub)) return Serve(*active, "");
    return {{std::nullopt}, Describe(*active) + " belongs to another Hub"};
  }
  if (!names.ActiveName().empty()) {
    const Error gone = CommandIsGone(names.ActiveName());
    return {gone, gone.message};
  }
  if (!Store().ok()) return {Store().error(), Store().error().message};
  return {{std::nullopt}, "there is none"};
}

/// The active token. The token file does not record the token's Hub, so the
/// store must be asked.
Finding StoredSources::AskActive() const {
  if (!active_.ok()) return {active_.error(), active_.error().message};
  if (token_.empty()) return AskActiveOutside();
  const auto hubs = RecordedHubs(StoreAboutActive(), paths_.tokens, token_);
  if (!hubs.ok()) return {hubs.error(), hubs.error().message};
  const StoredToken token = RecordOfActive();
  // The new token of a refresh may have its own record.
  const bool may_go =
      Allow(hubs.value(), request_.hub) &&
      (token.token == token_ ||
       MaySend(Store(), paths_.tokens, token.token, request_.hub));
  if (!may_go) {
    return {{std::nullopt}, Describe(token) + " belongs to another Hub"};
  }
  Finding finding = Serve(token, "");
  if (finding.choice.ok()) {
    TokenChoice& choice = *finding.choice.value();
    choice.origin = paths_.token;
    choice.others_can_write = active_.value()->OthersCanWrite();
    // The refresh also completes what the last one did not write.
    if (token.token != token_) choice.refresh_due = true;
  }
  return finding;
}

/// The only token that git stored and that fits, if there is exactly one.
Finding StoredSources::AskStoredByGit() const {
  if (!Store().ok()) return SkippedSource();
  std::optional<StoredToken> only;
  for (StoredToken& token : Store().value().Mentioning(kSourceGit)) {
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
      return AskOwnerRule();
    case TokenSource::kActive:
      return AskActive();
    default:
      return AskStoredByGit();
  }
}

}  // namespace hf
