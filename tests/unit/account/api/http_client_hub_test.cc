// SPDX-License-Identifier: Apache-2.0
// The HTTP client at the small Hub: real TLS, a real proxy, a real refusal.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "src/account/api/api_response.h"
#include "src/account/api/http_client.h"
#include "src/account/api/json_reader.h"
#include "tests/unit/small_hub.h"
#include "tests/unit/stand_ins.h"

namespace hf {
namespace {

constexpr char kWhoami[] = "/api/whoami-v2";
constexpr char kStrangerToken[] = "hf_strangerTokenForTestsOnly000000009";

/// A client with these variables, of its caller and of the process.
Result<HttpResponse> Ask(const std::string& url, const std::string& token,
                         const std::vector<std::string>& variables) {
  const Variables environment(variables);
  Result<HttpClient> client = HttpClient::Open(environment.Get());
  REQUIRE(client.ok());
  return client.value().Get(url, token);
}

TEST_CASE_FIXTURE(SmallHub,
                  "over TLS the Hub answers a token with its account") {
  const auto response =
      Ask(https + kWhoami, kAliceToken, {"SSL_CERT_FILE=" + ca});
  REQUIRE(response.ok());
  CHECK(response.value().status == 200);
  CHECK(response.value().content_type.starts_with("application/json"));
  const auto account = JsonObject::Parse(response.value().body);
  REQUIRE(account.ok());
  CHECK(account.value().FindText("name") == "alice");
}

TEST_CASE_FIXTURE(SmallHub,
                  "a token that the Hub does not know has status 401") {
  const auto response =
      Ask(https + kWhoami, kStrangerToken, {"SSL_CERT_FILE=" + ca});
  REQUIRE(response.ok());
  CHECK(response.value().status == 401);
}

TEST_CASE_FIXTURE(SmallHub,
                  "a Hub with an untrusted certificate gets no request") {
  for (const std::vector<std::string>& variables :
       {std::vector<std::string>{},
        {"SSL_CERT_FILE=/nonexistent"},
        {"GIT_SSL_NO_VERIFY=1"}}) {
    const auto response = Ask(https + kWhoami, kAliceToken, variables);
    REQUIRE_FALSE(response.ok());
    CHECK(response.error().problem == Problem::kUnreachable);
    CHECK(response.error().message.find(kAliceToken) == std::string::npos);
  }
  CHECK(Requests().empty());
}

TEST_CASE_FIXTURE(SmallHub,
                  "git's variable for the authority works and comes first") {
  CHECK(Ask(https + kWhoami, kAliceToken,
            {"GIT_SSL_CAINFO=" + ca, "SSL_CERT_FILE=/nonexistent"})
            .ok());
  CHECK(Ask(https + kWhoami, kAliceToken, {"CURL_CA_BUNDLE=" + ca}).ok());
}

TEST_CASE_FIXTURE(
    SmallHub, "the client reaches the official host by the proxy over TLS") {
  const ScopedVariable variable("https_proxy", proxy);
  const auto response = Ask(std::string("https://huggingface.co") + kWhoami,
                            kAliceToken, {"SSL_CERT_FILE=" + ca});
  REQUIRE(response.ok());
  CHECK(response.value().status == 200);
  REQUIRE(Requests().size() == 1);
  CHECK(Requests()[0].find("huggingface.co") != std::string::npos);
}

TEST_CASE_FIXTURE(SmallHub, "requests of one client share one connection") {
  const Variables environment({"SSL_CERT_FILE=" + ca});
  Result<HttpClient> client = HttpClient::Open(environment.Get());
  REQUIRE(client.ok());
  for (int number = 0; number < 3; ++number) {
    REQUIRE(client.value().Get(https + kWhoami, kAliceToken).ok());
  }
  const SecretString form = EncodeForm({{"client_id", "of nobody"}});
  const auto refused =
      client.value().Post(https + "/oauth/device", kFormType, form);
  REQUIRE(refused.ok());
  CHECK(refused.value().status == 400);
  const std::vector<std::string> requests = Requests();
  REQUIRE(requests.size() == 4);
  for (const std::string& request : requests) {
    CHECK(request.find("\"connection\": 1,") != std::string::npos);
  }
  CHECK(requests[3].find("\"auth\": \"none\"") != std::string::npos);
}

}  // namespace
}  // namespace hf
