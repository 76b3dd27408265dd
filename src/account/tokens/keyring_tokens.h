// SPDX-License-Identifier: Apache-2.0
// Tokens that are in no file, for the account program.

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

/// InstalledKeyring(), which may open a dialog when the user is at a terminal
/// and \a environment has a display.
KeyringProgram KeyringFor(const Environment& environment);

/// The same without dialogs, as git uses the keyring.
KeyringProgram KeyringForGit();

/// \a token with its secrets, from the keyring or its command if they are
/// there. A command is told \a repository, which may be empty. Fails as
/// KeyringProgram::Load() and TokenFromCommand().
Result<StoredToken> WithSecrets(const Environment& environment,
                                const StoredToken& token,
                                const std::string& repository = {});

/// The same for each of \a tokens, but runs no command. A token that the
/// keyring does not have any more stays without. The error message says also
/// that nothing was \a done, such as "forgotten".
Result<std::vector<StoredToken>> AllWithSecrets(const Environment& environment,
                                                std::vector<StoredToken> tokens,
                                                const std::string& done);

/// The token that the store or the keyring now has under the name of \a token;
/// nothing when there is none or it cannot be read.
std::optional<StoredToken> ReadAgain(const Environment& environment,
                                     const StorePaths& paths,
                                     const StoredToken& token);

/// True when the new keyring token replaces the one in \a section.
using IsSuperseded = std::function<bool(const IniSection& section)>;

/// Saves \a token in the keyring and makes it active. After that, removes the
/// token file, and from the store the sections for which \a is_superseded is
/// true and every copy of the same token. A rule with one of their names then
/// uses the new token.
Result<void> KeepInKeyring(const LockedStore& store,
                           const KeyringProgram& keyring, StoredToken token,
                           const IsSuperseded& is_superseded);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TOKENS_KEYRING_TOKENS_H_
