// SPDX-License-Identifier: Apache-2.0
// The token file: the active token and nothing else (hub-contract §5).

#ifndef HF_SRC_STORE_ACTIVE_TOKEN_H_
#define HF_SRC_STORE_ACTIVE_TOKEN_H_

#include <optional>

#include "hf/result.h"
#include "src/store/locked_store.h"
#include "src/store/store_paths.h"
#include "src/system/secret.h"

namespace hf {

struct ActiveToken {
  SecretString token;  ///< Cleaned.
  unsigned mode;       ///< The permission bits of the token file.

  bool OthersCanWrite() const { return (mode & 022) != 0; }
};

/// The active token; nothing when there is no token file. Reads again while
/// another program is writing. Fails with kUnavailable when the file stays
/// empty (an empty file never means "logged out"), with kCorrupt when it
/// contains no token, else as ReadSecretFile.
Result<std::optional<ActiveToken>> ReadActiveToken(const StorePaths& paths);

/// Makes \a token the active one. Call it after the store has been written: a
/// crash between the two then leaves the old token active (security.md 131).
Result<void> WriteActiveToken(const LockedStore& store, std::string_view token);

/// Removes the token file if it contains \a token. When \a token is nothing,
/// removes it with any content.
Result<void> ForgetActiveToken(const LockedStore& store,
                               std::optional<std::string_view> token);

}  // namespace hf

#endif  // HF_SRC_STORE_ACTIVE_TOKEN_H_
