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

/// Where tokens are kept.
struct TokenStores {
  StorePaths paths;
  KeyringProgram keyring;
};

struct PlaintextToken {
  std::string_view token;
  std::string_view user;  ///< Whom the place names with it; may be empty.
  const Endpoint& hub;
};

/// Makes sure that the store has \a found, as one that git stored unless it or
/// the keyring has it already. The user name by which a URL gets that token and
/// no other; empty when it is the active one, which needs none. Fails with
/// kRefused for what cannot be a token or is recorded for another Hub, else as
/// UpdateStore and KeyringProgram::NameOf.
Result<std::string> ImportToken(const TokenStores& stores,
                                const PlaintextToken& found);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_PLAINTEXT_TOKENS_H_
