// SPDX-License-Identifier: Apache-2.0
// May this token read or write this repository, and if not, what helps.

#ifndef HF_SRC_ACCOUNT_STATUS_ACCESS_CHECK_H_
#define HF_SRC_ACCOUNT_STATUS_ACCESS_CHECK_H_

#include <optional>
#include <string>
#include <string_view>

#include "hf/result.h"
#include "src/account/api/access.h"
#include "src/account/status/issue.h"

namespace hf {

/// What a token wants to do.
struct AccessWish {
  const Endpoint& hub;
  std::string repository;  ///< RepositoryIn() a path.
  std::string_view token;
  std::optional<std::string> role;  ///< Of the token, as the Hub names it.
};

/// What the Hub answered; nothing for what was not asked.
struct AccessAnswer {
  std::optional<bool> read, write;
  std::string says{};              ///< The Hub's text when it refuses.
  std::optional<Issue> refusal{};  ///< Why not, and what helps.
};

/// True when the Hub can be asked about \a repository.
bool CanAskAbout(const std::string& repository);

/// Asks the Hub whether the token may read, and if so and \a write, whether it
/// may write. Fails as AskAccess().
Result<AccessAnswer> AskAbout(HttpClient& client, const AccessWish& wish,
                              bool write);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_ACCESS_CHECK_H_
