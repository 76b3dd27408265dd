// SPDX-License-Identifier: Apache-2.0
// The sources of a token that are files of the user: the store, the token file,
// the state file with the owner rules and the keyring's names, and the
// commands.

#ifndef HF_SRC_LOOKUP_STORED_SOURCES_H_
#define HF_SRC_LOOKUP_STORED_SOURCES_H_

#include <optional>
#include <string>
#include <string_view>

#include "src/lookup/token_choice.h"
#include "src/lookup/token_source.h"
#include "src/store/active_token.h"
#include "src/store/outside_tokens.h"
#include "src/store/store_paths.h"
#include "src/store/token_store.h"

namespace hf {

/// One request, and the files that decide which token it gets.
class StoredSources {
 public:
  StoredSources(const TokenRequest& request, StorePaths paths)
      : request_(request), paths_(std::move(paths)) {
    if (active_.ok() && active_.value()) token_ = active_.value()->token;
  }

  StoredSources(const StoredSources&) = delete;
  StoredSources& operator=(const StoredSources&) = delete;

  /// What \a source finds. \a source is kName or one of those after it.
  Finding Ask(TokenSource source) const;

 private:
  Finding AskName() const;
  Finding AskOwnerRule() const;
  Finding AskActive() const;
  Finding AskStoredByGit() const;

  Finding SkippedSource() const;
  Finding Serve(const StoredToken& token, const std::string& why) const;
  bool IsUsable(const StoredToken& token) const;
  std::optional<StoredToken> FindNamed(std::string_view username) const;
  StoredToken RecordOfActive() const;
  Finding AskActiveOutside() const;
  const Result<TokenStore>& Store() const;
  const Result<TokenStore>& StoreAboutActive() const;
  const Result<TokenStore>& State() const;
  const Result<OutsideTokens>& Outside() const;
  bool IsActive(const StoredToken& token, const OutsideTokens& names) const;

  const TokenRequest& request_;
  const StorePaths paths_;
  const Result<std::optional<ActiveToken>> active_ = ReadActiveToken(paths_);
  std::string_view token_;  // In the token file; empty when there is none.
  mutable std::optional<Result<TokenStore>> store_, about_active_, state_;
  mutable std::optional<Result<OutsideTokens>> outside_;
};

}  // namespace hf

#endif  // HF_SRC_LOOKUP_STORED_SOURCES_H_
