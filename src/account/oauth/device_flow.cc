// SPDX-License-Identifier: Apache-2.0
#include "src/account/oauth/device_flow.h"

#include <time.h>

#include <algorithm>
#include <variant>

#include "src/account/api/api_response.h"
#include "src/hub/access_token.h"
#include "src/hub/endpoint.h"

namespace hf {
namespace {

constexpr int kSlowDown = 5;  // Seconds (RFC 8628 §3.5).

bool IsUserCode(std::string_view code) {
  constexpr std::string_view kBytes =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
  return code.size() >= 4 && code.size() <= 32 &&
         code.find_first_not_of(kBytes) == code.npos;
}

/// True for a URL on the host of \a hub that has only the characters of RFC
/// 3986 §2. The program shows it to the user and may open it in a browser.
bool IsOnHub(std::string_view url, const Endpoint& hub) {
  constexpr std::string_view kBytes =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
      "-._~:/?#[]@!$&'()*+,;=%";
  constexpr std::size_t kMaxBytes = 2048;
  if (url.size() > kMaxBytes || url.find_first_not_of(kBytes) != url.npos) {
    return false;
  }
  const Result<Endpoint> origin = Endpoint::ParseOrigin(url);
  const Result<Endpoint> hub_origin = Endpoint::ParseOrigin(hub.url());
  return origin.ok() && hub_origin.ok() && origin.value() == hub_origin.value();
}

Error InvalidAnswer(const Endpoint& hub, const std::string& what) {
  return {Problem::kRefused,
          hub.url() + " sends " + what + ", so the login was stopped",
          "see whether HF_ENDPOINT or a proxy is wrong"};
}

int Clamp(std::optional<std::int64_t> value, int missing, int min, int max) {
  return static_cast<int>(
      std::clamp<std::int64_t>(value.value_or(missing), min, max));
}

std::int64_t Now() {
  timespec now;
  // CLOCK_BOOTTIME also runs while the machine sleeps, as the code's life does.
  clock_gettime(CLOCK_BOOTTIME, &now);
  return now.tv_sec;
}

/// The login is not approved yet: poll again.
struct PollAgain {
  int min_wait = 0;        ///< Seconds.
  bool slow_down = false;  ///< The interval must become longer.
  bool pending = false;    ///< The Hub knows the code; no request failed.
};
using PollResult = std::variant<PollAgain, TokenResponse, Error>;

PollResult ReadPollAnswer(const HttpResponse& response, const Endpoint& hub,
                          const DeviceCode& code) {
  if (response.status == 429) {
    return PollAgain{.min_wait = response.retry_after.value_or(0)};
  }
  if (response.status >= 500) return PollAgain{};
  const Result<JsonObject> json = JsonObject::Parse(response.body);
  if (!json.ok()) return PollAgain{};
  if (auto tokens = ParseTokenResponse(json.value())) return std::move(*tokens);
  const auto error = json.value().FindText("error");
  if (!error) return PollAgain{};
  if (*error == "authorization_pending") return PollAgain{.pending = true};
  if (*error == "slow_down") {
    return PollAgain{.slow_down = true, .pending = true};
  }
  if (*error == "access_denied") {
    return Error{Problem::kRefused, "the login was denied in the browser",
                 "run 'git-credential-hf login' again if that was a mistake"};
  }
  if (*error == "expired_token") {
    return Error{Problem::kRefused, "the code has expired",
                 "run 'git-credential-hf login' again"};
  }
  return Error{Problem::kRefused,
               hub.url() + " ended the login: " +
                   ErrorDescription(json.value(), code.device_code)};
}

}  // namespace

Result<DeviceCode> RequestDeviceCode(HttpClient& client, const Endpoint& hub,
                                     std::string_view client_id) {
  // Seconds, if the answer does not have them (RFC 8628 §3.2).
  constexpr int kDefaultInterval = 5, kDefaultLifetime = 900;
  Result<HttpResponse> response =
      client.Post(hub.url() + "/oauth/device", kFormType,
                  EncodeForm({{"client_id", client_id}}));
  if (!response.ok()) return response.error();
  Result<JsonObject> json = ReadApiResponse(response.value(), hub, "");
  if (!json.ok()) return json.error();
  const JsonObject& object = json.value();
  // A missing value becomes an empty text, which the checks below refuse.
  const auto text = [&](std::string_view key) {
    return object.FindText(key).value_or("");
  };
  DeviceCode code;
  code.device_code = text("device_code");
  code.user_code = text("user_code");
  code.url = text("verification_uri");
  if (!IsRefreshToken(code.device_code)) {
    return InvalidAnswer(hub, "no device code");
  }
  if (!IsUserCode(code.user_code)) {
    return InvalidAnswer(hub, "an invalid code");
  }
  if (!IsOnHub(code.url, hub)) {
    return InvalidAnswer(hub, "a link to another host");
  }
  code.complete_url = text("verification_uri_complete");
  if (!IsOnHub(code.complete_url, hub)) code.complete_url = code.url;
  code.interval =
      Clamp(object.FindInteger("interval"), kDefaultInterval, 1, 60);
  code.lifetime =
      Clamp(object.FindInteger("expires_in"), kDefaultLifetime, 60, 1800);
  return code;
}

Result<TokenResponse> AwaitApproval(HttpClient& client, const Endpoint& hub,
                                    std::string_view client_id,
                                    const DeviceCode& code, PollTimer& timer) {
  const SecretString form = EncodeForm(
      {{"grant_type", "urn:ietf:params:oauth:grant-type:device_code"},
       {"device_code", code.device_code},
       {"client_id", client_id}});
  const std::int64_t end = Now() + code.lifetime;
  int interval = code.interval;
  int wait = interval;
  bool pending = true;
  for (std::int64_t left = code.lifetime; left > 0; left = end - Now()) {
    timer.Wait(static_cast<int>(std::min<std::int64_t>(wait, left)),
               static_cast<int>(left));
    Result<HttpResponse> response =
        client.Post(TokenEndpoint(hub), kFormType, form);
    wait = interval;
    pending = false;
    if (!response.ok()) continue;
    PollResult result = ReadPollAnswer(response.value(), hub, code);
    if (auto* tokens = std::get_if<TokenResponse>(&result)) {
      return std::move(*tokens);
    }
    if (auto* error = std::get_if<Error>(&result)) return std::move(*error);
    const PollAgain again = std::get<PollAgain>(result);
    pending = again.pending;
    if (again.slow_down) interval += kSlowDown;
    wait = std::max(interval, again.min_wait);
  }
  if (!pending) {
    return Error{
        Problem::kUnreachable,
        hub.url() + " did not answer correctly before the code expired",
        "run 'git-credential-hf login' again later"};
  }
  return Error{Problem::kRefused,
               "the code expired before the login was approved",
               "run 'git-credential-hf login' again"};
}

}  // namespace hf
