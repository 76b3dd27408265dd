// SPDX-License-Identifier: Apache-2.0
// What an answer of the Hub, a proxy or a login page means.
#include "src/account/api/api_response.h"

#include <doctest/doctest.h>

#include <string>

#include "src/account/api/identity.h"
#include "src/account/oauth/token_response.h"
#include "src/hub/endpoint.h"
#include "tests/unit/canned_hub.h"
#include "tests/unit/scratch.h"

namespace hf {
namespace {

constexpr char kJson[] = "application/json; charset=utf-8";

struct AnswerRow {
  long status;
  std::string type, body;
  std::optional<Problem> problem;  // Empty: success.
  std::string words;               // In the message.
};

TEST_CASE("an answer is a success, a refusal or a temporary failure") {
  const auto later = Problem::kUnreachable, no = Problem::kRefused;
  const AnswerRow kRows[] = {
      {200, kJson, "{}", std::nullopt, ""},
      {201, "application/problem+json", "{}", std::nullopt, ""},
      {200, "text/html", "{}", later, "something else answered"},
      {200, "", "{}", later, "something else answered"},
      {100, kJson, "{}", later, "something else answered"},
      {199, kJson, "{}", later, "something else answered"},
      {200, kJson, "[]", no, "cannot be read"},
      {200, kJson, "", no, "cannot be read"},
      {300, kJson, "{}", later, "redirects to another address (status 300)"},
      {399, kJson, "{}", later, "redirects to another address (status 399)"},
      {400, kJson, "{}", no, "refused (status 400)"},
      {404, "text/html", "<html>", no, "refused (status 404)"},
      {429, "", "", later, "too many requests"},
      {499, kJson, R"({"error":"x"})", no, "refused (status 499): x"},
      {500, kJson, "{}", later, "does not work at the moment (status 500)"},
      {503, "", "", later, "does not work at the moment (status 503)"},
  };
  const Endpoint hub = Endpoint::Official();
  for (const AnswerRow& row : kRows) {
    CAPTURE(row.status);
    CAPTURE(row.body);
    const auto read = ReadApiResponse(
        {row.status, SecretString(row.body), row.type}, hub, "");
    REQUIRE(read.ok() == !row.problem);
    if (read.ok()) continue;
    CHECK(read.error().problem == *row.problem);
    CHECK(read.error().message.find(row.words) != std::string::npos);
    CHECK(read.error().message.find(hub.url()) != std::string::npos);
  }
}

TEST_CASE("the hint has the pause that the Hub demands") {
  HttpResponse answer{429, "", kJson};
  const Endpoint hub = Endpoint::Official();
  CHECK(ReadApiResponse(answer, hub, "").error().hint ==
        "try again in some minutes");
  answer.retry_after = 17;
  CHECK(ReadApiResponse(answer, hub, "").error().hint ==
        "try again in 17 seconds");
}

TEST_CASE("a refusal without a reason has a complete message") {
  const auto read = ReadApiResponse({403, R"({"error":""})", kJson},
                                    Endpoint::Official(), "");
  REQUIRE_FALSE(read.ok());
  CHECK(read.error().message == "https://huggingface.co refused (status 403)");
}

TEST_CASE("an error description is cut and has no secret") {
  const auto complaint = [](std::string_view text, std::string_view secret) {
    return ErrorDescription(JsonObject::Parse(text).value(), secret);
  };
  CHECK(complaint(R"({"error":"c","message":"b","error_description":"a"})",
                  "s") == "a");
  CHECK(complaint(R"({"error":"c","message":"b"})", "s") == "b");
  CHECK(complaint(R"({"error":"c","message":"","error_description":4})", "") ==
        "c");
  CHECK(complaint(R"({"error":"c","message":"no hf_secret!"})", "hf_secret") ==
        "c");
  CHECK(complaint(R"({"error":"hf_secret"})", "hf_secret").empty());
  CHECK(complaint(R"({"error":")" + std::string(201, 'x') + R"("})", "") ==
        std::string(200, 'x'));
  CHECK(complaint("{}", "").empty());
}

/// The identity of a token for which the Hub gives \a answer.
Result<std::optional<Identity>> Ask(const std::string& answer) {
  const CannedHub hub({answer});
  const Variables none({});
  HttpClient client = std::move(HttpClient::Open(none.Get())).value();
  auto identity = AskIdentity(client, hub.endpoint(), "hf_token");
  CHECK(hub.Requests().at(0).starts_with("GET /api/whoami-v2 "));
  return identity;
}

TEST_CASE("an identity has the fields that the Hub gives") {
  const auto full = Ask(Canned(200, R"({"name":"alice","type":"user",)"
                                    R"("orgs":[{"name":"acme"},{"name":""},4,)"
                                    R"({"name":"lab"}],"auth":{"expiresAt":)"
                                    R"("2030","accessToken":{"displayName":)"
                                    R"("laptop","role":"read"}}})"));
  REQUIRE(full.ok());
  REQUIRE(full.value());
  const Identity& alice = *full.value();
  CHECK(alice.account == "alice");
  CHECK_FALSE(alice.is_organisation);
  CHECK(alice.organisations == std::vector<std::string>{"acme", "lab"});
  CHECK(alice.expires_at == "2030");
  CHECK(alice.token_name == "laptop");
  CHECK(alice.role == "read");
  const auto brief = Ask(Canned(200, R"({"name":"acme","type":"org"})"));
  REQUIRE(brief.ok());
  REQUIRE(brief.value());
  CHECK(brief.value()->is_organisation);
  CHECK_FALSE(brief.value()->role);
  CHECK_FALSE(brief.value()->token_name);
  CHECK_FALSE(brief.value()->expires_at);
}

TEST_CASE("only the Hub's own 401 means that a token is not valid") {
  const auto refused = Ask(Canned(401, R"({"error":"Invalid"})"));
  REQUIRE(refused.ok());
  CHECK_FALSE(refused.value());
  CHECK_FALSE(Ask(Canned(401, "<html>", "", "text/html")).ok());
  CHECK_FALSE(Ask(Canned(401, "")).ok());
  for (const int status : {400, 402, 403, 404, 500}) {
    CAPTURE(status);
    CHECK_FALSE(Ask(Canned(status, R"({"error":"Invalid"})")).ok());
  }
  for (const char* body : {"{}", R"({"name":""})", R"({"name":4})"}) {
    CHECK_FALSE(Ask(Canned(200, body)).ok());
  }
}

TEST_CASE("a grant has a valid token and valid times") {
  const auto grant = [](std::string_view text) {
    return ParseTokenResponse(JsonObject::Parse(text).value());
  };
  for (const char* text :
       {"{}", R"({"access_token":""})", R"({"access_token":"a b"})",
        R"({"access_token":1})"}) {
    CHECK_FALSE(grant(text));
  }
  const auto bare = grant(R"({"access_token":"a","refresh_token":"b c",)"
                          R"("expires_in":0})");
  REQUIRE(bare);
  CHECK_FALSE(bare->refresh_token);
  CHECK_FALSE(bare->expires_in);
  const auto full = grant(R"({"access_token":"a","refresh_token":"b:c",)"
                          R"("expires_in":315360000})");
  REQUIRE(full);
  CHECK(full->refresh_token == "b:c");
  CHECK(full->expires_in == 315'360'000);
  CHECK_FALSE(
      grant(R"({"access_token":"a","expires_in":315360001})")->expires_in);
  CHECK_FALSE(grant(R"({"access_token":"a","expires_in":-1})")->expires_in);
}

}  // namespace
}  // namespace hf
