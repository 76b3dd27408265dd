// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>

#include "src/account/command_line.h"
#include "src/account/saved_tokens.h"
#include "src/choice.h"
#include "src/token_text.h"

namespace hf {
namespace {

Error Expired(const std::string& name) {
  return {Problem::kRefused, "the token '" + name + "' has expired",
          "log in again"};
}

Result<SecretString> TokenCalled(const Environment& environment,
                                 const std::string& name) {
  Result<StorePaths> paths = FindStore(environment);
  if (!paths.ok()) return paths.error();
  Result<TokenStore> store = TokenStore::Read(paths.value().tokens);
  if (!store.ok()) return store.error();
  const std::optional<StoredToken> token = store.value().Find(name);
  if (!token) return NoSuchToken(store.value(), name);
  if (!IsToken(token->token)) {
    return Error{Problem::kNoSuchToken, "'" + name + "' holds no token"};
  }
  if (token->IsExpired()) return Expired(name);
  return token->token;
}

/// The token in use wherever it belongs: it is printed, not sent.
Result<SecretString> TokenInUse(const Environment& environment) {
  if (environment.Has("HF_OIDC_RESOURCE")) return KeylessIsNotSupported();
  Result<std::optional<EnvironmentToken>> variable =
      TokenInEnvironment(environment);
  if (!variable.ok()) return variable.error();
  if (variable.value()) return std::move(variable.value()->token);
  Result<StorePaths> paths = FindStore(environment);
  if (!paths.ok()) return paths.error();
  Result<std::optional<ActiveToken>> active = ReadActiveToken(paths.value());
  if (!active.ok()) return active.error();
  if (!active.value()) return NotLoggedIn();
  // A store that does not parse says nothing; the token file stands for itself.
  const Result<TokenStore> store = TokenStore::Read(paths.value().tokens);
  if (store.ok()) {
    for (const StoredToken& stored :
         store.value().Mentioning(active.value()->token)) {
      if (stored.token != active.value()->token) continue;
      if (stored.IsExpired()) return Expired(stored.name);
    }
  }
  return std::move(active.value()->token);
}

/// Without stdio's buffer, which nobody would wipe. main() asks stdout whether
/// this went well.
void Print(SecretString token) {
  token += '\n';
  setvbuf(stdout, nullptr, _IONBF, 0);
  fputs(token.c_str(), stdout);
}

}  // namespace

Result<void> Token(const Environment& environment, const Arguments& arguments) {
  std::string name;
  const auto app = CommandLineOf("token");
  app->add_option("NAME", name, "a stored token; without it the one in use");
  Result<bool> parsed = ParseCommandLine(*app, arguments);
  if (!parsed.ok()) return parsed.error();
  if (!parsed.value()) return {};
  Result<SecretString> token = app->count("NAME") > 0
                                   ? TokenCalled(environment, name)
                                   : TokenInUse(environment);
  if (!token.ok()) return token.error();
  Print(std::move(token).value());
  return {};
}

}  // namespace hf
