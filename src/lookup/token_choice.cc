// SPDX-License-Identifier: Apache-2.0
#include "src/lookup/token_choice.h"

#include "src/hub/access_token.h"

namespace hf {

Error TokenHasExpired(const std::string& name) {
  return {Problem::kRefused, "the token '" + name + "' has expired",
          "log in again with 'git-credential-hf login'"};
}

Error TokenIsRejected(const std::string& name) {
  return {
      Problem::kRefused,
      "the Hub has said that the token '" + name + "' is not valid any more",
      "log in again with 'git-credential-hf login'"};
}

std::string OriginOf(const StoredToken& token, const std::string& file) {
  if (token.command) return "the command of '" + token.name + "'";
  return token.in_keyring ? "the keyring" : file;
}

Result<TokenChoice> ChoiceOf(const StoredToken& token,
                             const std::string& origin,
                             const TokenRequest& request) {
  if (token.rejected_at) return TokenIsRejected(token.name);
  TokenChoice choice;
  choice.name = token.name;
  choice.origin = OriginOf(token, origin);
  choice.username = token.from_git ? token.StoredUsername() : kDefaultUsername;
  if (request.username) choice.username = *request.username;
  choice.account = token.user;
  if (token.IsOutside() && token.token.empty()) {
    choice.outside = std::make_unique<StoredToken>(token);
    return choice;
  }
  choice.refresh_due = token.IsRefreshDue();
  choice.expired = token.IsExpired();
  if (choice.expired && !choice.refresh_due) return TokenHasExpired(token.name);
  choice.token = token.token;
  choice.expires_at = token.expires_at;
  choice.bearer = token.refresh_token || IsBearerToken(token.token);
  return choice;
}

}  // namespace hf
