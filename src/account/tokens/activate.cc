// SPDX-License-Identifier: Apache-2.0
#include "src/account/tokens/activate.h"

#include "src/store/active_token.h"
#include "src/store/outside_tokens.h"

namespace hf {

Result<void> Activate(const LockedStore& store, const StoredToken& token) {
  if (token.IsOutside()) {
    // The token file has priority, so the mark counts only after its removal.
    Result<void> marked = SetActiveOutside(store, token);
    if (!marked.ok()) return marked;
    return ForgetActiveToken(store, std::nullopt);
  }
  Result<void> written = WriteActiveToken(store, token.token);
  if (!written.ok()) return written;
  return ClearActiveOutside(store);
}

// git's `erase` may remove a token that git stored; it must not log the user
// out.
Result<void> Adopt(const LockedStore& store, const StoredToken& token) {
  if (!token.from_git && !token.rejected_at) return {};
  return UpdateRecord(store, token, [&](IniSection& section) {
    section.Remove(kRejectedAtKey);
    // Another name under which git stored the same token stays git's.
    if (section.name == std::string_view(token.name)) {
      section.Remove(kSourceKey);
    }
  });
}

Result<void> Deactivate(const LockedStore& store, const StoredToken& token) {
  if (token.IsOutside()) {
    const Result<OutsideTokens> names = ReadOutsideTokens(store.paths());
    if (!names.ok()) return names.error();
    if (names.value().active != token.name) return {};
    return ClearActiveOutside(store);
  }
  const auto active = ReadActiveToken(store.paths());
  if (!active.ok()) return active.error();
  // An interrupted refresh leaves the old token in the token file.
  if (!active.value() || !token.Matches(active.value()->token)) return {};
  // Do not activate a token outside of the store in its place.
  Result<void> cleared = ClearActiveOutside(store);
  if (!cleared.ok()) return cleared;
  return ForgetActiveToken(store, active.value()->token);
}

}  // namespace hf
