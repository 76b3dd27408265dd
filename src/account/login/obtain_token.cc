// SPDX-License-Identifier: Apache-2.0
#include "src/account/login/obtain_token.h"

#include <time.h>
#include <unistd.h>

#include "src/account/api/identity.h"
#include "src/account/command/run_command.h"
#include "src/account/git/git.h"
#include "src/account/login/token_input.h"
#include "src/account/oauth/device_flow.h"
#include "src/account/terminal/terminal.h"
#include "src/hub/endpoint.h"
#include "src/system/path.h"

namespace hf {
namespace {

Result<TokenResponse> LogInWithBrowser(const Attempt& attempt,
                                       HttpClient& client) {
  Result<DeviceCode> code =
      RequestDeviceCode(client, attempt.hub, attempt.ClientId());
  if (!code.ok()) return code.error();
  attempt.ui.ShowCode(code.value());
  return AwaitApproval(client, attempt.hub, attempt.ClientId(), code.value(),
                       attempt.ui);
}

/// True for a login with a browser, false for a pasted token; nothing when the
/// user chooses neither.
std::optional<bool> ChooseBrowser(const Attempt& attempt) {
  if (attempt.options.json || !IsInteractive(attempt.environment())) {
    return true;
  }
  const std::string page = attempt.hub.url() + "/settings/tokens";
  std::string browser = "with a browser, here or on any other device";
  std::string paste = "paste an access token of " + page;
  const auto too_old = TooOldForLfs(attempt.environment());
  if (too_old) {
    attempt.ui.ShowNotice(
        {*too_old + " cannot send a browser login to git-lfs",
         "for large files, paste an access token, or use git 2.46 with git-lfs "
         "3.6"});
    browser += "; not for large files";
  }
  const std::vector<std::string> entries =
      too_old ? std::vector{paste, browser} : std::vector{browser, paste};
  const auto answer =
      Choose("how do you want to log in to " + attempt.hub.url() + "?", entries,
             EmptyLine::kTakesFirst);
  if (!answer) return std::nullopt;
  return entries[*answer] == browser;
}

/// The token that the command of the options prints.
Result<SecretString> PrintedToken(const Attempt& attempt) {
  StoredToken token;
  token.command = attempt.options.command;
  token.endpoint = attempt.hub.url();
  token.name = attempt.options.name.empty()
                   ? std::string(FileNameOf(token.command->words[0]))
                   : attempt.options.name;
  const bool has_terminal =
      !attempt.options.json && IsInteractive(attempt.environment());
  Result<CommandAnswer> answer =
      RunCommand(attempt.environment(), token, {{}, has_terminal});
  if (answer.ok()) return std::move(answer.value().token);
  Error error = answer.error();
  error.message += "; nothing was saved";
  return error;
}

/// The token from the options, or the one that the user pastes.
Result<SecretString> GivenToken(const Attempt& attempt) {
  if (attempt.options.command) return PrintedToken(attempt);
  if (attempt.options.file) return ReadTokenFromFile(*attempt.options.file);
  if (attempt.options.from_stdin) return ReadTokenFromStdin(attempt.hub);
  return AskForToken(attempt.hub);
}

/// Tries again after a network error, so that a token that the user has just
/// approved is not lost. Stops after five seconds.
Result<std::optional<Identity>> Verify(HttpClient& client, const Endpoint& hub,
                                       std::string_view token) {
  constexpr int kMaxTries = 3;
  constexpr time_t kMaxSeconds = 5;
  const time_t began = time(nullptr);
  for (int tries = 1;; ++tries) {
    auto identity = AskIdentity(client, hub, token);
    const bool again =
        !identity.ok() && identity.error().problem == Problem::kUnreachable;
    if (!again || tries == kMaxTries) return identity;
    if (time(nullptr) - began > kMaxSeconds) return identity;
    sleep(1);
  }
}

Result<void> Identify(const Attempt& attempt, HttpClient& client,
                      NewLogin& login) {
  auto identity = Verify(client, attempt.hub, login.tokens.token);
  if (!identity.ok()) {
    Error error = identity.error();
    error.message += "; nothing was saved";
    return error;
  }
  if (!identity.value()) {
    return Error{Problem::kRefused,
                 "the Hub at " + attempt.hub.url() +
                     " does not know this token; nothing was saved",
                 "copy it again, or make a new one at " + attempt.hub.url() +
                     "/settings/tokens"};
  }
  if (identity.value()->is_organisation) {
    return Error{Problem::kRefused,
                 "this is the token of an organisation, which cannot log in",
                 "make one of your own account"};
  }
  login.identity = std::move(*identity.value());
  return {};
}

}  // namespace

Result<std::optional<NewLogin>> ObtainToken(const Attempt& attempt) {
  bool by_browser = false;
  if (!attempt.options.GivesToken()) {
    const auto choice = ChooseBrowser(attempt);
    if (!choice) return {std::nullopt};
    by_browser = *choice;
  }
  NewLogin login;
  login.wanted_name = attempt.options.name;
  login.wants_keyring = attempt.options.keyring;
  login.command = attempt.options.command;
  std::optional<HttpClient> client;
  if (by_browser || !attempt.options.no_verify) {
    Result<HttpClient> opened = HttpClient::Open(attempt.environment());
    if (!opened.ok()) return opened.error();
    client.emplace(std::move(opened).value());
  }
  if (by_browser) {
    login.client_id = attempt.ClientId();
    Result<TokenResponse> tokens = LogInWithBrowser(attempt, *client);
    if (!tokens.ok()) return tokens.error();
    login.tokens = std::move(tokens).value();
  } else {
    Result<SecretString> token = GivenToken(attempt);
    if (!token.ok()) return token.error();
    login.tokens.token = std::move(token).value();
  }
  login.granted_at = time(nullptr);
  if (!attempt.options.no_verify) {
    Result<void> identified = Identify(attempt, *client, login);
    if (!identified.ok()) return identified.error();
  }
  return {std::move(login)};
}

}  // namespace hf
