// SPDX-License-Identifier: Apache-2.0
// Asks each source of a token for one request.

#ifndef HF_SRC_LOOKUP_TOKEN_SOURCES_H_
#define HF_SRC_LOOKUP_TOKEN_SOURCES_H_

#include <memory>

#include "src/lookup/token_choice.h"
#include "src/lookup/token_source.h"

namespace hf {

class StoredSources;

/// All sources, for one request. Each file is read once, when the first source
/// needs it.
class TokenSources {
 public:
  TokenSources(const Environment& environment, const TokenRequest& request);
  ~TokenSources();
  TokenSources(const TokenSources&) = delete;
  TokenSources& operator=(const TokenSources&) = delete;

  /// The answer of \a source, independent of those before it.
  Finding Ask(TokenSource source);

 private:
  Finding AskExchange() const;
  Finding AskEnvironment() const;
  Finding AskStored(TokenSource source);

  const Environment& environment_;
  const TokenRequest& request_;
  std::unique_ptr<StoredSources> stored_;
};

}  // namespace hf

#endif  // HF_SRC_LOOKUP_TOKEN_SOURCES_H_
