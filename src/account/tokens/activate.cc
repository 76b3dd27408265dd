// SPDX-License-Identifier: Apache-2.0
#include "src/account/tokens/activate.h"

#include "src/store/active_token.h"
#include "src/store/keyring_names.h"

namespace hf {

Result<void> Activate(const LockedStore& store, const StoredToken& token) {
  if (token.in_keyring) {
    // The token file comes first, so this counts once that is gone.
    Result<void> marked = SetActiveInKeyring(store, token.name);
    if (!marked.ok()) return marked;
    return ForgetActiveToken(store, std::nullopt);
  }
  Result<void> written = WriteActiveToken(store, token.token);
  if (!written.ok()) return written;
  return SetActiveInKeyring(store, {});
}

// Git's `erase` may forget what git stored, and that must not log anyone out.
Result<void> Adopt(const LockedStore& store, const StoredToken& token) {
  if (!token.from_git && !token.rejected_at) return {};
  return UpdateRecord(store, token, [&](IniSection& section) {
    section.Remove(kRejectedAtKey);
    // Another of git's names for the same token stays git's.
    if (section.name == std::string_view(token.name)) {
      section.Remove(kSourceKey);
    }
  });
}

Result<void> Deactivate(const LockedStore& store, const StoredToken& token) {
  if (token.in_keyring) {
    const Result<KeyringNames> names = ReadKeyringNames(store.paths());
    if (!names.ok()) return names.error();
    if (names.value().active != token.name) return {};
    return SetActiveInKeyring(store, {});
  }
  const auto active = ReadActiveToken(store.paths());
  if (!active.ok()) return active.error();
  // A refresh that was cut off leaves the token of before in the token file.
  if (!active.value() || !token.Matches(active.value()->token)) return {};
  // Nobody asked for one of the keyring's to follow it.
  Result<void> cleared = SetActiveInKeyring(store, {});
  if (!cleared.ok()) return cleared;
  return ForgetActiveToken(store, active.value()->token);
}

}  // namespace hf
