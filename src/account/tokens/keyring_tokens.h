// SPDX-License-Identifier: Apache-2.0
// The keyring, as the account program uses it.

#ifndef HF_SRC_ACCOUNT_TOKENS_KEYRING_TOKENS_H_
#define HF_SRC_ACCOUNT_TOKENS_KEYRING_TOKENS_H_

#include <functional>
#include <optional>

#include "hf/result.h"
#include "src/protocol/keyring_program.h"
#include "src/store/locked_store.h"
#include "src/store/store_paths.h"
#include "src/store/token_store.h"
#include "src/system/environment.h"

namespace hf {

/// InstalledKeyring(). Where a user sits at a desktop its service may open a
/// dialog; \a environment tells whether that is so.
KeyringProgram KeyringFor(const Environment& environment);

/// The same, without any dialog: as git would find it.
KeyringProgram KeyringForGit();

/// \a token with its secrets, wherever it is. Fails as KeyringProgram::Load.
Result<StoredToken> WithSecrets(const Environment& environment,
                                const StoredToken& token);

/// What the store or the keyring has by the name of \a token now; nothing when
/// that is gone or cannot be read.
std::optional<StoredToken> ReadAgain(const Environment& environment,
                                     const StorePaths& paths,
                                     const StoredToken& token);

/// True for what \a section holds and the keyring has now.
using IsSuperseded = std::function<bool(const IniSection& section)>;

/// Gives \a token to the keyring and makes it the active one. Only when the
/// keyring has it, the token file goes, and from the store what
/// \a is_superseded names and every copy of the same token. A rule for one of
/// these names is for the token from then on.
Result<void> KeepInKeyring(const LockedStore& store,
                           const KeyringProgram& keyring, StoredToken token,
                           const IsSuperseded& is_superseded);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TOKENS_KEYRING_TOKENS_H_
