// SPDX-License-Identifier: Apache-2.0
#include "src/account/status/plaintext_tokens.h"

#include <algorithm>

#include "src/hub/access_token.h"
#include "src/lookup/token_choice.h"
#include "src/store/active_token.h"
#include "src/store/git_tokens.h"
#include "src/store/locked_store.h"
#include "src/store/outside_tokens.h"
#include "src/store/store_paths.h"
#include "src/store/token_store.h"

namespace hf {
namespace {

/// True when the helper may answer with \a token for a URL with the user
/// \a name.
bool MayAnswerFor(const StoredToken& token, const std::string& name) {
  return token.name == name || token.user == name || token.username == name;
}

/// A name that no other token has, neither as name nor as user.
std::string FreeName(const std::vector<IniSection>& sections,
                     const OutsideTokens& names, std::string_view user) {
  return NameForGitToken(user, [&](const std::string& name) {
    return std::any_of(sections.begin(), sections.end(),
                       [&](const IniSection& section) {
                         return MayAnswerFor(TokenOf(section), name);
                       }) ||
           std::any_of(names.tokens.begin(), names.tokens.end(),
                       [&](const StoredToken& token) {
                         return MayAnswerFor(token, name);
                       });
  });
}

/// The user name for which the helper answers with \a found: a token that the
/// user saved first, then one that git stored for the same user, then any.
/// Empty when the store does not have it. Fails with kRefused when it is
/// recorded for another Hub.
Result<std::string> KnownName(const std::vector<IniSection>& sections,
                              const PlaintextToken& found) {
  std::string saved_by_user, same, any;
  for (const IniSection& section : sections) {
    const StoredToken token = TokenOf(section);
    if (!token.Matches(found.token)) continue;
    if (!token.MayGoTo(found.hub)) {
      return Error{Problem::kRefused, "this token is recorded for another Hub",
                   "remove it by hand"};
    }
    any = token.from_git ? token.StoredUsername() : token.name;
    if (!token.from_git) saved_by_user = any;
    if (token.from_git && any == found.user) same = any;
  }
  if (!saved_by_user.empty()) return saved_by_user;
  return same.empty() ? any : same;
}

}  // namespace

Result<std::string> ImportToken(const TokenStores& stores,
                                const PlaintextToken& found) {
  const StorePaths& paths = stores.paths;
  if (paths.tokens.empty()) {
    return Error{Problem::kRefused, "there is no store for the token",
                 "remove the token by hand"};
  }
  if (!IsToken(found.token)) {
    return Error{Problem::kRefused, "this password cannot be a token",
                 "remove it by hand"};
  }
  const auto active = ReadActiveToken(paths);
  if (active.ok() && active.value() && active.value()->token == found.token) {
    return std::string();
  }
  const Result<OutsideTokens> names = ReadOutsideTokens(paths);
  if (!names.ok()) return names.error();
  const auto known =
      NameInKeyring(names.value(), stores.keyring, found.hub, found.token);
  if (!known.ok()) return known.error();
  if (known.value()) return *known.value();
  std::string name;
  Result<void> saved = UpdateStore(
      paths, [&](std::vector<IniSection>& sections) -> Result<bool> {
        const auto stored = KnownName(sections, found);
        if (!stored.ok()) return stored.error();
        name = stored.value();
        if (!name.empty()) return false;
        name = FreeName(sections, names.value(), found.user);
        IniSection& section = sections.emplace_back();
        section.name = name;
        SetGitToken({found.token, name, found.hub.url()}, section, sections);
        return true;
      });
  if (!saved.ok()) return saved.error();
  return name;
}

}  // namespace hf
