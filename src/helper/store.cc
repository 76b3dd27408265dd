// SPDX-License-Identifier: Apache-2.0
#include <stdlib.h>
#include <time.h>

#include "src/helper/lfs_notes.h"
#include "src/helper/operations.h"
#include "src/hub/access_token.h"
#include "src/hub/endpoint.h"
#include "src/lookup/token_choice.h"
#include "src/protocol/account_program.h"
#include "src/protocol/keyring_program.h"
#include "src/store/active_token.h"
#include "src/store/git_tokens.h"
#include "src/store/locked_store.h"
#include "src/store/outside_tokens.h"
#include "src/store/refresh_journal.h"
#include "src/store/store_paths.h"
#include "src/store/token_store.h"
#include "src/text/ascii.h"
#include "src/text/utf8.h"

namespace hf {
namespace {

/// A token that git gives the helper for storing, with its attributes.
struct Offer {
  std::string_view token;
  std::string_view username;
  std::optional<std::string_view> expires_at;
  const Endpoint& hub;
};

/// git's boolean (git-config(1), "Values"): false is the empty text, `false`,
/// `no`, `off` in any case, and zero. Any other text is true: a token that may
/// be ephemeral must not be saved.
bool IsTrue(std::string_view value) {
  for (const char* const no : {"", "false", "no", "off"}) {
    if (FoldAscii(value) == no) return false;
  }
  char* end = nullptr;
  const std::string text(value);
  const long long number = strtoll(text.c_str(), &end, 0);
  return number != 0 || end == text.c_str();
}

/// True when \a seconds, a time as git writes it, is in the future.
bool IsInTheFuture(std::string_view seconds) {
  if (seconds.empty() || seconds.size() > 18) return false;
  long long moment = 0;
  for (char digit : seconds) {
    if (digit < '0' || digit > '9') return false;
    moment = moment * 10 + (digit - '0');
  }
  return moment > time(nullptr);
}

/// True when git stored \a section before, for the same user name and Hub.
bool IsEarlierOffer(const IniSection& section, const Offer& offer) {
  const StoredToken earlier = TokenOf(section);
  return earlier.from_git && earlier.username == offer.username &&
         earlier.endpoint == offer.hub.url();
}

/// The token that \a request offers; nothing when it has none, or when the
/// token is ephemeral or has expired.
std::optional<Offer> OfferIn(const Record& request, const Endpoint& hub) {
  const auto token = request.Find(field::kPassword);
  const auto username = request.Find(field::kUsername);
  const auto expiry = request.Find(field::kPasswordExpiryUtc);
  if (!token || !username || !IsToken(*token)) return std::nullopt;
  if (IsTrue(request.Find(field::kEphemeral).value_or(""))) return std::nullopt;
  if (expiry && !IsInTheFuture(*expiry)) return std::nullopt;
  return Offer{*token, *username, expiry, hub};
}

/// True when the token of \a offer is saved already, as \a stored: by a user,
/// by git for the same user name, or for another Hub, which it stays recorded
/// for.
bool Covers(const StoredToken& stored, const Offer& offer) {
  if (!stored.Matches(offer.token)) return false;
  return !stored.from_git || !stored.MayGoTo(offer.hub) ||
         stored.StoredUsername() == offer.username;
}

/// False for a user name that is too long or has control characters: only an
/// attacker would choose it.
bool HasPlainUsername(const Offer& offer) {
  const std::string_view username = offer.username;
  return username.size() <= kLongestName &&
         !(IsUtf8(username) && HasControls(username));
}

/// The section for \a offer: the one of an earlier offer, else a new one with
/// the first free name of NAME, NAME-2, NAME-3…
IniSection& SectionFor(const Offer& offer, const OutsideTokens& names,
                       std::vector<IniSection>& sections) {
  for (IniSection& section : sections) {
    if (IsEarlierOffer(section, offer)) return section;
  }
  std::string name = NameForGitToken(offer.username, [&](const auto& taken) {
    return FindSection(sections, taken) || names.Find(taken);
  });
  IniSection& added = sections.emplace_back();
  added.name = name;
  return added;
}

Result<bool> Keep(const Offer& offer, const OutsideTokens& names,
                  const Trace& trace, std::vector<IniSection>& sections) {
  for (const IniSection& section : sections) {
    if (Covers(TokenOf(section), offer)) return false;
  }
  IniSection& section = SectionFor(offer, names, sections);
  trace.Say("saved, as stored by git");
  SetGitToken({offer.token, offer.username, offer.hub.url(), offer.expires_at},
              section, sections);
  return true;
}

/// True when `get` could have answered with the token of \a offer, from any
/// source, for the same user name.
Result<bool> IsKnown(const Environment& environment, const StorePaths& paths,
                     const Offer& offer) {
  const std::string_view token = offer.token;
  for (const std::string_view variable :
       {"HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"}) {
    const auto value = environment.Find(variable);
    if (value && CleanToken(*value) == token) return true;
  }
  const auto active = ReadActiveToken(paths);
  if (active.ok() && active.value() && active.value()->token == token) {
    return true;
  }
  const Result<TokenStore> store = TokenStore::Read(paths.tokens);
  if (!store.ok()) return store.error();
  for (const StoredToken& stored : store.value().Mentioning(token)) {
    if (Covers(stored, offer)) return true;
  }
  // The token of a refresh that is not saved in the store yet.
  const auto renewed = RefreshJournal::Beside(paths).Read();
  return renewed && renewed->token == token;
}

/// True when the keyring has the token of \a offer, or a command may have
/// printed it: git offers what `get` gave it, and such a token must go to no
/// file. What a command printed is not always known. Fails when the keyring
/// cannot be asked.
Result<bool> IsOutside(const OutsideTokens& names, const Offer& offer) {
  if (names.HasCommandFor(offer.hub)) return true;
  const auto name = NameInKeyring(names, InstalledKeyring(HF_KEYRING_FROM_BIN),
                                  offer.hub, offer.token);
  if (!name.ok()) {
    Error error = name.error();
    error.message =
        "not saving a token that the keyring may have: " + error.message;
    return error;
  }
  return name.value().has_value();
}

Result<void> SayNotSaved(const Trace& trace) {
  trace.Say("not saved: it is stored already, or a command may print it");
  return {};
}

}  // namespace

Result<void> Store(const Session& session) {
  Result<Record> record = ReadRecord(session.in);
  if (!record.ok()) return record.error();
  const Record& request = record.value();
  const std::optional<Endpoint> hub = FindHub(session, request);
  if (!hub) return {};
  LfsNotes::RemoveOld(session.environment);  // `get` has no time for this.
  const Trace trace(session.environment);
  TraceRequest(trace, "store", *hub, request);
  const std::optional<Offer> offer = OfferIn(request, *hub);
  // The token may come from the exchange. Such a token must not be saved, and
  // the helper cannot tell it from others.
  if (!offer || session.environment.Has("HF_OIDC_RESOURCE")) {
    trace.Say("not saved: git does not want it saved, or it is not a token");
    return {};
  }
  if (!HasPlainUsername(*offer)) {
    trace.Say("not saved: its username is too long or has control characters");
    return {};
  }

  Result<StorePaths> paths = FindStore(session.environment);
  if (!paths.ok()) return paths.error();
  const Result<bool> stored =
      IsKnown(session.environment, paths.value(), *offer);
  if (!stored.ok()) return stored.error();
  if (stored.value()) return SayNotSaved(trace);
  const Result<OutsideTokens> names = ReadOutsideTokens(paths.value());
  if (!names.ok()) return names.error();
  const Result<bool> outside = IsOutside(names.value(), *offer);
  if (!outside.ok()) return outside.error();
  if (outside.value()) return SayNotSaved(trace);
  return UpdateStore(paths.value(), [&](std::vector<IniSection>& sections) {
    return Keep(*offer, names.value(), trace, sections);
  });
}

}  // namespace hf
