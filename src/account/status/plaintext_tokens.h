// SPDX-License-Identifier: Apache-2.0
// Imports plaintext tokens into the store.

#ifndef HF_SRC_ACCOUNT_STATUS_PLAINTEXT_TOKENS_H_
#define HF_SRC_ACCOUNT_STATUS_PLAINTEXT_TOKENS_H_

#include <string>
#include <string_view>

#include "src/hub/endpoint.h"
#include "src/protocol/keyring_program.h"
#include "src/store/store_paths.h"

namespace hf {

/// The store's files and the keyring.
struct TokenStores {
  StorePaths paths;  ///< Empty when there is no store.
  KeyringProgram keyring;
};

struct PlaintextToken {
  std::string_view token;
  std::string_view user;  ///< The user name beside the token; may be empty.
  const Endpoint& hub;
};

/// Saves \a found in the store as a token that git stored, unless the store or
/// the keyring has it already. Returns the user name for which the helper
/// answers with this token; empty for the active token, which needs none. Fails
/// with kRefused when it cannot be a token or is recorded for another Hub, else
/// as UpdateStore() and NameInKeyring().
Result<std::string> ImportToken(const TokenStores& stores,
                                const PlaintextToken& found);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_PLAINTEXT_TOKENS_H_
