// SPDX-License-Identifier: Apache-2.0
// The sources that a token for a Hub can come from, in their order of
// precedence.

#ifndef HF_SRC_LOOKUP_TOKEN_SOURCE_H_
#define HF_SRC_LOOKUP_TOKEN_SOURCE_H_

#include <optional>
#include <string>
#include <string_view>

#include "hf/result.h"
#include "src/lookup/token_choice.h"

namespace hf {

enum class TokenSource {
  kExchange,     ///< The token exchange, for the identity of a job.
  kEnvironment,  ///< HF_TOKEN, or HUGGING_FACE_HUB_TOKEN.
  kName,         ///< The stored token that the username names.
  kOwnerRule,    ///< The token that a user chose for this owner.
  kActive,       ///< The token file, else the active one in the keyring.
  kStoredByGit,  ///< The only token that git has stored.
};

/// In the order of precedence.
inline constexpr TokenSource kTokenSources[] = {
    TokenSource::kExchange, TokenSource::kEnvironment,
    TokenSource::kName,     TokenSource::kOwnerRule,
    TokenSource::kActive,   TokenSource::kStoredByGit};

/// Its name in the trace and in `status`, such as "owner rule".
std::string_view NameOf(TokenSource source);

/// The answer of one source. The first with a choice, or an error, decides.
struct Finding {
  Result<std::optional<TokenChoice>> choice{std::nullopt};
  std::string remark;    ///< Which token and why, or why none. No secret.
  std::string notice{};  ///< A warning for the user; empty for none.
};

}  // namespace hf

#endif  // HF_SRC_LOOKUP_TOKEN_SOURCE_H_
