// SPDX-License-Identifier: Apache-2.0
// The places that a token for a Hub can come from, in the order in which they
// are asked.

#ifndef HF_SRC_LOOKUP_TOKEN_SOURCE_H_
#define HF_SRC_LOOKUP_TOKEN_SOURCE_H_

#include <optional>
#include <string>
#include <string_view>

#include "hf/result.h"
#include "src/lookup/token_choice.h"

namespace hf {

enum class TokenSource {
  kExchange,     ///< What the Hub gives to a job for its identity.
  kEnvironment,  ///< HF_TOKEN and its older name.
  kName,         ///< The stored token that the request's username means.
  kOwnerRule,    ///< The one that a person chose for the repository's owner.
  kActive,       ///< The token file, else the active one in the keyring.
  kStoredByGit,  ///< The only one that git has stored.
};

/// In the order of precedence.
inline constexpr TokenSource kTokenSources[] = {
    TokenSource::kExchange, TokenSource::kEnvironment,
    TokenSource::kName,     TokenSource::kOwnerRule,
    TokenSource::kActive,   TokenSource::kStoredByGit};

/// What the trace and `status` call it, such as "owner rule".
std::string_view NameOf(TokenSource source);

/// What one source says. The first that has a choice, or an error, decides.
struct Finding {
  Result<std::optional<TokenChoice>> choice{std::nullopt};
  std::string remark;    ///< Which token and why, or why none; no secret.
  std::string notice{};  ///< What a person had better know even if unasked.
};

}  // namespace hf

#endif  // HF_SRC_LOOKUP_TOKEN_SOURCE_H_
