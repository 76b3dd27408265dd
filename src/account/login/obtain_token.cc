// SPDX-License-Identifier: Apache-2.0
#include "src/account/login/obtain_token.h"

#include <time.h>
#include <unistd.h>

#include "src/account/api/identity.h"
#include "src/account/login/token_input.h"
#include "src/account/oauth/device_flow.h"
#include "src/account/terminal/terminal.h"
#include "src/hub/endpoint.h"

namespace hf {
namespace {

Result<TokenResponse> ByDevice(const Attempt& attempt, HttpClient& client) {
  Result<DeviceCode> code =
      RequestDeviceCode(client, attempt.hub, attempt.ClientId());
  if (!code.ok()) return code.error();
  attempt.ui.HasCode(code.value());
  return AwaitApproval(client, attempt.hub, attempt.ClientId(), code.value(),
                       attempt.ui);
}

/// Nothing when the person changes their mind.
std::optional<bool> WantsBrowser(const Attempt& attempt) {
  if (attempt.options.json || !HasPerson(attempt.environment())) return true;
  const auto answer = Choose(
      "how do you want to log in to " + attempt.hub.url() + "?",
      {"with a browser, here or on any other device", "paste an access token"});
  if (!answer) return std::nullopt;
  return *answer == 0;
}

/// The token that the options or the person give.
Result<SecretString> GivenToken(const Attempt& attempt) {
  if (attempt.options.file) return ReadTokenFromFile(*attempt.options.file);
  if (attempt.options.from_stdin) return ReadTokenFromStdin(attempt.hub);
  return AskForToken(attempt.hub);
}

/// Asks again a few times: a token that a person has just approved should not
/// be lost to a hiccup. Where nothing answers for long, that is it.
Result<std::optional<Identity>> Verify(HttpClient& client, const Endpoint& hub,
                                       std::string_view token) {
  constexpr int kMostTries = 3;
  constexpr time_t kMostSeconds = 5;
  const time_t began = time(nullptr);
  for (int tries = 1;; ++tries) {
    auto identity = AskIdentity(client, hub, token);
    const bool again =
        !identity.ok() && identity.error().problem == Problem::kUnreachable;
    if (!again || tries == kMostTries) return identity;
    if (time(nullptr) - began > kMostSeconds) return identity;
    sleep(1);
  }
}

Result<void> Identify(const Attempt& attempt, HttpClient& client,
                      NewLogin& login) {
  auto identity = Verify(client, attempt.hub, login.grant.token);
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
    const auto wish = WantsBrowser(attempt);
    if (!wish) return {std::nullopt};
    by_browser = *wish;
  }
  NewLogin login;
  login.wanted_name = attempt.options.name;
  login.wants_keyring = attempt.options.keyring;
  std::optional<HttpClient> client;
  if (by_browser || !attempt.options.no_verify) {
    Result<HttpClient> opened = HttpClient::Open(attempt.environment());
    if (!opened.ok()) return opened.error();
    client = std::move(opened).value();
  }
  if (by_browser) {
    login.client_id = attempt.ClientId();
    Result<TokenResponse> grant = ByDevice(attempt, *client);
    if (!grant.ok()) return grant.error();
    login.grant = std::move(grant).value();
  } else {
    Result<SecretString> token = GivenToken(attempt);
    if (!token.ok()) return token.error();
    login.grant.token = std::move(token).value();
  }
  login.granted_at = time(nullptr);
  if (!attempt.options.no_verify) {
    Result<void> identified = Identify(attempt, *client, login);
    if (!identified.ok()) return identified.error();
  }
  return {std::move(login)};
}

}  // namespace hf
