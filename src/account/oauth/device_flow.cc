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

/// True for a URL of \a hub's own host, made of the characters of RFC 3986 §2:
/// it is shown to a person, and may be given to a browser.
bool IsOnHub(std::string_view url, const Endpoint& hub) {
  constexpr std::string_view kBytes =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
      "-._~:/?#[]@!$&'()*+,;=%";
  constexpr std::size_t kLongest = 2048;
  if (url.size() > kLongest || url.find_first_not_of(kBytes) != url.npos) {
    return false;
  }
  const Result<Endpoint> theirs = Endpoint::ParseOrigin(url);
  const Result<Endpoint> ours = Endpoint::ParseOrigin(hub.url());
  return theirs.ok() && ours.ok() && theirs.value() == ours.value();
}

Error Unusable(const Endpoint& hub, const std::string& what) {
  return {Problem::kRefused,
          hub.url() + " sends " + what + ", so nothing was done with it",
          "see whether HF_ENDPOINT or a proxy is wrong"};
}

int Clamp(std::optional<std::int64_t> value, int missing, int least, int most) {
  return static_cast<int>(
      std::clamp<std::int64_t>(value.value_or(missing), least, most));
}

std::int64_t Now() {
  timespec now;
  clock_gettime(CLOCK_BOOTTIME, &now);  // A laptop may sleep meanwhile.
  return now.tv_sec;
}

/// What one answer of the token endpoint means for the flow.
struct GoOn {
  int wait = 0;  // At least so many seconds.
  bool slower = false;
  bool works = false;  // The Hub knows the code and waits, as we do.
};
using Verdict = std::variant<GoOn, TokenResponse, Error>;

Verdict Judge(const HttpResponse& answer, const Endpoint& hub,
              const DeviceCode& code) {
  if (answer.status == 429) return GoOn{answer.retry_after.value_or(0)};
  if (answer.status >= 500) return GoOn{};
  const Result<JsonObject> said = JsonObject::Parse(answer.body);
  if (!said.ok()) return GoOn{};
  if (auto grant = ParseTokenResponse(said.value())) return std::move(*grant);
  const auto error = said.value().FindText("error");
  if (!error) return GoOn{};
  if (*error == "authorization_pending") return GoOn{0, false, true};
  if (*error == "slow_down") return GoOn{0, true, true};
  if (*error == "access_denied") {
    return Error{Problem::kRefused, "the login was denied in the browser",
                 "run 'git-credential-hf login' again if that was a mistake"};
  }
  if (*error == "expired_token") {
    return Error{Problem::kRefused, "the code has expired unused",
                 "run 'git-credential-hf login' again"};
  }
  return Error{Problem::kRefused,
               hub.url() + " ended the login: " +
                   ErrorDescription(said.value(), code.device_code)};
}

}  // namespace

Result<DeviceCode> RequestDeviceCode(HttpClient& client, const Endpoint& hub,
                                     std::string_view client_id) {
  constexpr int kInterval = 5, kLifetime = 900;  // When the Hub does not say.
  Result<HttpResponse> answer =
      client.Post(hub.url() + "/oauth/device", kFormType,
                  EncodeForm({{"client_id", client_id}}));
  if (!answer.ok()) return answer.error();
  Result<JsonObject> said = ReadApiResponse(answer.value(), hub, "");
  if (!said.ok()) return said.error();
  const JsonObject& object = said.value();
  // What is missing is empty, and no more usable.
  const auto text = [&](std::string_view key) {
    return object.FindText(key).value_or("");
  };
  DeviceCode code;
  code.device_code = text("device_code");
  code.user_code = text("user_code");
  code.url = text("verification_uri");
  if (!IsRefreshToken(code.device_code)) {
    return Unusable(hub, "no device code");
  }
  if (!IsUserCode(code.user_code)) {
    return Unusable(hub, "a code that nobody could type");
  }
  if (!IsOnHub(code.url, hub)) {
    return Unusable(hub, "a link that is not its own");
  }
  code.complete_url = text("verification_uri_complete");
  if (!IsOnHub(code.complete_url, hub)) code.complete_url = code.url;
  code.interval = Clamp(object.FindInteger("interval"), kInterval, 1, 60);
  code.lifetime = Clamp(object.FindInteger("expires_in"), kLifetime, 60, 1800);
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
  bool works = true;
  for (std::int64_t left = code.lifetime; left > 0; left = end - Now()) {
    timer.Wait(static_cast<int>(std::min<std::int64_t>(wait, left)),
               static_cast<int>(left));
    Result<HttpResponse> answer =
        client.Post(TokenEndpoint(hub), kFormType, form);
    wait = interval;
    works = false;
    if (!answer.ok()) continue;
    Verdict verdict = Judge(answer.value(), hub, code);
    if (auto* grant = std::get_if<TokenResponse>(&verdict))
      return std::move(*grant);
    if (auto* error = std::get_if<Error>(&verdict)) return std::move(*error);
    const GoOn go_on = std::get<GoOn>(verdict);
    works = go_on.works;
    if (go_on.slower) interval += kSlowDown;
    wait = std::max(interval, go_on.wait);
  }
  if (!works) {
    return Error{Problem::kUnreachable,
                 hub.url() + " did not work until the code had expired",
                 "run 'git-credential-hf login' again later"};
  }
  return Error{Problem::kRefused,
               "the code has expired before anybody approved it",
               "run 'git-credential-hf login' again"};
}

}  // namespace hf
