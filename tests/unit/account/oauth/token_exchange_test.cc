// SPDX-License-Identifier: Apache-2.0
// A job's identity, and the token that the Hub gives for it.
#include "src/account/oauth/token_exchange.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <time.h>

#include <string>
#include <vector>

#include "tests/unit/canned_hub.h"
#include "tests/unit/scratch.h"

namespace hf {
namespace {

constexpr char kResource[] = "HF_OIDC_RESOURCE=acme/model";
constexpr char kIdentity[] = "HF_OIDC_ID_TOKEN=eyJ.job";
constexpr char kToken[] = R"({"access_token":"hf_jwt_x","expires_in":600})";

Result<ExchangedToken> Exchange(const CannedHub& hub,
                                const std::vector<std::string>& variables) {
  const Variables environment(variables);
  return ExchangeIdentity(environment.Get(), hub.endpoint());
}

TEST_CASE("an exchange sends the identity and the resource to the Hub") {
  const CannedHub hub(
      {Canned(200, kToken), Canned(200, R"({"access_token":"hf_jwt_y"})")});
  std::int64_t began = time(nullptr);
  const auto token = Exchange(hub, {kResource, kIdentity});
  REQUIRE(token.ok());
  CHECK(token.value().token == "hf_jwt_x");
  CHECK(token.value().expires_at >= began + 600);
  CHECK(token.value().expires_at <= time(nullptr) + 600);
  const std::string request = hub.Requests().at(0);
  CHECK(request.starts_with("POST /oauth/token "));
  CHECK(request.ends_with(
      R"({"grant_type":"urn:ietf:params:oauth:grant-type:token-exchange",)"
      R"("subject_token_type":"urn:ietf:params:oauth:token-type:id_token",)"
      R"("subject_token":"eyJ.job","resource":"acme/model"})"));
  began = time(nullptr);
  const auto hour = Exchange(hub, {kResource, kIdentity});
  REQUIRE(hour.ok());
  CHECK(hour.value().expires_at >= began + 3600);
}

TEST_CASE("a token that can be kept is requested once") {
  const Scratch files;
  const std::string folder = files.Path("run");
  REQUIRE(mkdir(folder.c_str(), 0700) == 0);
  const std::string runtime = "XDG_RUNTIME_DIR=" + folder;
  const CannedHub hub({Canned(200, kToken)});
  for (int count = 0; count < 3; ++count) {
    CHECK(Exchange(hub, {kResource, kIdentity, runtime}).ok());
  }
  CHECK(hub.Requests().size() == 1);
  CHECK(Exchange(hub, {"HF_OIDC_RESOURCE=acme/b", kIdentity, runtime}).ok());
  CHECK(hub.Requests().size() == 2);
  CHECK(Exchange(hub, {kResource, kIdentity}).ok());
  CHECK(hub.Requests().size() == 3);
}

TEST_CASE("an answer without a token is an error that names the resource") {
  for (const std::string& answer :
       {Canned(200, "{}"), Canned(200, R"({"access_token":"a b"})"),
        Canned(400, R"({"error":"invalid_grant"})"), Canned(500, ""),
        Canned(200, kToken, "", "text/html")}) {
    const CannedHub hub({answer});
    const auto token = Exchange(hub, {kResource, kIdentity});
    REQUIRE_FALSE(token.ok());
    CHECK(token.error().message.starts_with("no token for 'acme/model': "));
  }
}

/// A job at GitHub that gets its identity from \a url.
std::vector<std::string> AtGitHub(const std::string& url) {
  return {kResource, "GITHUB_ACTIONS=true",
          "ACTIONS_ID_TOKEN_REQUEST_TOKEN=request-token",
          "ACTIONS_ID_TOKEN_REQUEST_URL=" + url};
}

TEST_CASE("GitHub issues an identity for the Hub of the job") {
  const CannedHub hub({Canned(200, kToken)});
  const CannedHub github({Canned(200, R"({"value":"eyJ.made"})", "", "x/y")});
  REQUIRE(Exchange(hub, AtGitHub(github.url() + "/mint?a=b")).ok());
  REQUIRE(Exchange(hub, AtGitHub(github.url() + "/mint")).ok());
  const std::string port = hub.url().substr(hub.url().rfind(':') + 1);
  const std::string audience = "audience=http%3A%2F%2F127.0.0.1%3A" + port;
  const auto minted = github.Requests();
  REQUIRE(minted.size() == 2);
  CHECK(minted[0].starts_with("GET /mint?a=b&" + audience + " "));
  CHECK(minted[1].starts_with("GET /mint?" + audience + " "));
  CHECK(minted[0].find("Authorization: Bearer request-token\r\n") !=
        std::string::npos);
  CHECK(hub.Requests().at(0).find(R"("subject_token":"eyJ.made")") !=
        std::string::npos);
}

TEST_CASE("without an identity from GitHub the Hub gets no request") {
  const CannedHub hub({Canned(200, kToken)});
  for (const std::string& answer :
       {Canned(500, R"({"value":"eyJ.made"})"), Canned(200, "{}"),
        Canned(201, R"({"value":"eyJ.made"})"), Canned(200, "<html>"),
        Canned(200, R"({"value":"a b"})"), Canned(200, R"({"value":4})"),
        Canned(302, "", "Location: " + hub.url() + "\r\n")}) {
    const CannedHub github({answer});
    CHECK_FALSE(Exchange(hub, AtGitHub(github.url())).ok());
  }
  for (const char* url : {"http://evil.example/", "file:///etc/passwd", "x"}) {
    CHECK_FALSE(Exchange(hub, AtGitHub(url)).ok());
  }
  CHECK(hub.Requests().empty());
}

}  // namespace
}  // namespace hf
