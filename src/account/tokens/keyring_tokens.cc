// SPDX-License-Identifier: Apache-2.0
#include "src/account/tokens/keyring_tokens.h"

#include "src/account/command/command_token.h"
#include "src/account/terminal/terminal.h"
#include "src/store/active_token.h"
#include "src/store/outside_tokens.h"
#include "src/store/store_paths.h"

namespace hf {
namespace {

constexpr std::string_view kProgram = "keyring";  // In the same directory.

}  // namespace

KeyringProgram KeyringFor(const Environment& environment) {
  const bool may_prompt = IsInteractive(environment) && HasDisplay(environment);
  return InstalledKeyring(kProgram,
                          may_prompt ? Prompt::kAllowed : Prompt::kNever);
}

KeyringProgram KeyringForGit() { return InstalledKeyring(kProgram); }

Result<StoredToken> WithSecrets(const Environment& environment,
                                const StoredToken& token,
                                const std::string& repository) {
  if (token.command) {
    return TokenFromCommand(environment, token,
                            {repository, IsInteractive(environment)});
  }
  if (!token.in_keyring) return token;
  return KeyringFor(environment).Load(token);
}

Result<std::vector<StoredToken>> AllWithSecrets(const Environment& environment,
                                                std::vector<StoredToken> tokens,
                                                const std::string& done) {
  for (StoredToken& token : tokens) {
    if (token.command) continue;
    Result<StoredToken> loaded = WithSecrets(environment, token);
    if (loaded.ok()) {
      token = std::move(loaded).value();
    } else if (loaded.error().problem != Problem::kNoSuchToken) {
      Error error = loaded.error();
      error.message += "; nothing was " + done;
      return error;
    }
  }
  return tokens;
}

std::optional<StoredToken> ReadAgain(const Environment& environment,
                                     const StorePaths& paths,
                                     const StoredToken& token) {
  if (token.command) return std::nullopt;
  if (token.in_keyring) {
    Result<StoredToken> loaded = WithSecrets(environment, token);
    if (!loaded.ok()) return std::nullopt;
    return std::move(loaded).value();
  }
  const Result<TokenStore> store = TokenStore::Read(paths.tokens);
  return store.ok() ? store.value().Find(token.name) : std::nullopt;
}

Result<void> KeepInKeyring(const LockedStore& store,
                           const KeyringProgram& keyring, StoredToken token,
                           const IsSuperseded& is_superseded) {
  token.in_keyring = true;
  Result<void> kept = keyring.Keep(token);
  if (!kept.ok()) return kept;
  Result<TokenStore> tokens = store.Read();
  if (!tokens.ok()) return tokens.error();
  const auto sections = tokens.value().CopySections();
  std::vector<std::string> former_names;
  const auto is_removed = [&](const IniSection& section) {
    return TokenOf(section).Matches(token.token) || is_superseded(section);
  };
  for (const IniSection& section :
       sections.value_or(std::vector<IniSection>())) {
    if (is_removed(section)) former_names.emplace_back(section.name);
  }
  Result<void> named = AddKeyringToken(store, token, former_names);
  if (!named.ok()) return named;
  Result<void> forgotten = ForgetActiveToken(store, std::nullopt);
  if (!forgotten.ok()) return forgotten;
  return store.Update([&](std::vector<IniSection>& all) {
    return std::erase_if(all, is_removed) > 0;
  });
}

}  // namespace hf
