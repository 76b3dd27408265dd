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
  unsigned mode;       ///< The file's permission bits: who else can use it.

  bool OthersCanWrite() const { return (mode & 022) != 0; }
};

/// The active token; nothing when there is no token file. Reads again
/// while another program is writing. Fails with kUnavailable when the file
/// stays empty (that is never "logged out"), with kCorrupt when it holds no
/// token, else as ReadSecretFile.
Result<std::optional<ActiveToken>> ReadActiveToken(const StorePaths& paths);

/// Makes \a token the active one. Call after the store has it, so that a crash
/// between the two leaves the old token active (security.md 131).
Result<void> WriteActiveToken(const LockedStore& store, std::string_view token);

/// Removes the token file, if it holds \a token; whatever it holds when
/// \a token is nothing.
Result<void> ForgetActiveToken(const LockedStore& store,
                               std::optional<std::string_view> token);

}  // namespace hf

#endif  // HF_SRC_STORE_ACTIVE_TOKEN_H_
