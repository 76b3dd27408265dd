// SPDX-License-Identifier: Apache-2.0
// Logging in with a browser: what a Hub may answer, and how long the program
// waits. No real time passes: each wait moves a clock of the test.
#include "src/account/oauth/device_flow.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/unit/canned_hub.h"
#include "tests/unit/scratch.h"
#include "tests/unit/stand_ins.h"

namespace hf {
namespace {

constexpr char kGrant[] =
    R"({"access_token":"hf_oauth_new","refresh_token":"r","expires_in":3600})";

std::string Says(const std::string& error, int status = 400) {
  return Canned(status, R"({"error":")" + error + R"("})");
}

/// Moves the clock instead of waiting, and records each wait.
class Patience : public PollTimer {
 public:
  explicit Patience(StandIns& time) : time_(time) {}

  void Wait(int seconds, int seconds_left) override {
    pauses.push_back(seconds);
    left.push_back(seconds_left);
    time_.seconds_ahead += seconds;
  }

  std::vector<int> pauses, left;

 private:
  StandIns& time_;
};

/// One wait for the user, with \a answers; its result and its pauses.
struct Wait {
  explicit Wait(std::vector<std::string> answers, int interval = 1,
                int lifetime = 900)
      : hub(std::move(answers)) {
    const Variables none({});
    HttpClient client = std::move(HttpClient::Open(none.Get())).value();
    const DeviceCode code{"the-device-code", "ABCD-1234", hub.url(),
                          hub.url(),         interval,    lifetime};
    grant = AwaitApproval(client, hub.endpoint(), "client", code, patience);
  }

  StandIns time;
  Patience patience{time};
  CannedHub hub;
  Result<TokenResponse> grant = Error{};
};

TEST_CASE("every slow_down makes the interval five seconds longer") {  // 78
  const Wait wait({Says("authorization_pending"), Says("slow_down"),
                   Says("authorization_pending"), Says("slow_down"),
                   Says("slow_down"), Says("authorization_pending"),
                   Canned(200, kGrant)});
  REQUIRE(wait.grant.ok());
  CHECK(wait.grant.value().token == "hf_oauth_new");
  CHECK(wait.patience.pauses == std::vector<int>{1, 1, 6, 6, 11, 16, 16});
  CHECK(wait.hub.Requests().size() == 7);
}

TEST_CASE("a Hub that always answers slow_down is asked until the code ends") {
  const Wait wait({Says("slow_down")}, 5, 60);
  REQUIRE_FALSE(wait.grant.ok());
  CHECK(wait.grant.error().problem == Problem::kRefused);
  // No request comes after the code has expired.
  CHECK(wait.patience.pauses == std::vector<int>{5, 10, 15, 20, 10});
  CHECK(wait.patience.left == std::vector<int>{60, 55, 45, 30, 10});
}

TEST_CASE("the program waits as long as a busy Hub demands") {
  const Wait wait(
      {Canned(429, "{}", "Retry-After: 40\r\n"), Says("authorization_pending"),
       Canned(429, "{}", "Retry-After: 1\r\n"), Canned(429, "{}"),
       Canned(200, kGrant)},
      3);
  REQUIRE(wait.grant.ok());
  CHECK(wait.patience.pauses == std::vector<int>{3, 40, 3, 3, 3});
}

TEST_CASE("the program makes a pause that the Hub demands only once") {
  const Wait wait({Canned(429, "{}", "Retry-After: 40\r\n"), "no HTTP",
                   Canned(200, kGrant)});
  REQUIRE(wait.grant.ok());
  CHECK(wait.patience.pauses == std::vector<int>{1, 40, 1});
}

TEST_CASE("an invalid answer does not end the wait before the code ends") {
  const Wait wait({Canned(500, "<html>"), Canned(200, "{}"), Canned(200, "[]"),
                   Canned(200, "<html>"),
                   Canned(200, R"({"access_token":"a b"})"),
                   Canned(503, R"({"error":"access_denied"})"), "no HTTP",
                   Canned(200, kGrant)});
  REQUIRE(wait.grant.ok());
  CHECK(wait.hub.Requests().size() == 8);
  CHECK(wait.patience.pauses == std::vector<int>(8, 1));
}

TEST_CASE("each request has the code and the client id") {
  const Wait wait({Canned(200, kGrant)});
  const std::string request = wait.hub.Requests().at(0);
  CHECK(request.starts_with("POST /oauth/token "));
  CHECK(request.ends_with(
      "\r\n\r\ngrant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3A"
      "device_code&device_code=the-device-code&client_id=client"));
}

struct EndRow {
  std::string answer, message;
  Problem problem;
};

TEST_CASE("a final answer of the Hub ends the wait at once") {
  const EndRow kRows[] = {
      {Says("access_denied"), "denied in the browser", Problem::kRefused},
      {Says("expired_token"), "has expired", Problem::kRefused},
      {Says("invalid_grant"), "ended the login: invalid_grant",
       Problem::kRefused},
      {Says("invalid_grant", 200), "ended the login", Problem::kRefused},
  };
  for (const EndRow& row : kRows) {
    CAPTURE(row.message);
    const Wait wait({row.answer});
    REQUIRE_FALSE(wait.grant.ok());
    CHECK(wait.grant.error().problem == row.problem);
    CHECK(wait.grant.error().message.find(row.message) != std::string::npos);
    CHECK(wait.hub.Requests().size() == 1);
  }
}

TEST_CASE("a code without approval has another error than a failing Hub") {
  const std::string broken = Canned(500, "");
  const std::string pending = Says("authorization_pending");
  const struct {
    std::vector<std::string> answers;
    Problem problem;
  } kRows[] = {{{pending}, Problem::kRefused},
               {{Says("slow_down")}, Problem::kRefused},
               {{broken, pending}, Problem::kRefused},
               {{broken}, Problem::kUnreachable},
               {{pending, broken}, Problem::kUnreachable},
               {{pending, "no HTTP"}, Problem::kUnreachable},
               {{pending, Canned(200, "{}")}, Problem::kUnreachable}};
  for (const auto& row : kRows) {
    CAPTURE(row.answers.front());
    CAPTURE(row.answers.back());
    const Wait wait(row.answers, 5, 60);
    REQUIRE_FALSE(wait.grant.ok());
    CHECK(wait.grant.error().problem == row.problem);
  }
}

TEST_CASE("a code that the Hub repeats in an error is not shown") {
  const Wait wait({Canned(400, R"({"error":"bad","error_description":)"
                               R"("unknown code the-device-code"})")});
  REQUIRE_FALSE(wait.grant.ok());
  CHECK(wait.grant.error().message.find("the-device-code") ==
        std::string::npos);
}

using Fields = std::vector<std::pair<std::string, std::string>>;

/// Begins a login where the Hub's answer has \a changed fields; an empty value
/// removes the field, and HUB stands for the Hub's address.
struct Begin {
  explicit Begin(const Fields& changed) {
    Fields all = {{"device_code", R"("the-device-code")"},
                  {"user_code", R"("ABCD-1234")"},
                  {"verification_uri", R"("HUB/device")"}};
    for (const auto& [key, value] : changed) {
      std::erase_if(all, [&name = key](const auto& usual) {
        return usual.first == name;
      });
      if (!value.empty()) all.emplace_back(key, value);
    }
    std::string body;
    for (const auto& [key, value] : all) {
      body += (body.empty() ? "{\"" : ",\"") + key + "\":" + value;
    }
    for (std::size_t at; (at = body.find("HUB")) != body.npos;) {
      body.replace(at, 3, hub.url());
    }
    hub.Say({Canned(200, body + "}")});
    const Variables none({});
    HttpClient client = std::move(HttpClient::Open(none.Get())).value();
    code = RequestDeviceCode(client, hub.endpoint(), "client");
  }

  CannedHub hub;
  Result<DeviceCode> code = Error{};
};

TEST_CASE("a login begins with a code, a link and default times") {
  const Begin begin({});
  REQUIRE(begin.code.ok());
  const DeviceCode& code = begin.code.value();
  CHECK(code.device_code == "the-device-code");
  CHECK(code.user_code == "ABCD-1234");
  CHECK(code.url == begin.hub.url() + "/device");
  CHECK(code.complete_url == code.url);
  CHECK(code.interval == 5);
  CHECK(code.lifetime == 900);
  const std::string request = begin.hub.Requests().at(0);
  CHECK(request.starts_with("POST /oauth/device "));
  CHECK(request.ends_with("\r\n\r\nclient_id=client"));
}

std::string Quoted(const std::string& text) { return "\"" + text + "\""; }

TEST_CASE("a login does not begin without a usable device code") {
  for (const std::string& value :
       {std::string(), Quoted(""), Quoted("a b"), Quoted("a\\nb"),
        Quoted("\\u0000"), Quoted("\xc3\xa4"), Quoted(std::string(8193, 'x')),
        std::string("4"), std::string("null"), std::string(R"(["x"])")}) {
    CAPTURE(value);
    const Begin begin({{"device_code", value}});
    REQUIRE_FALSE(begin.code.ok());
    CHECK(begin.code.error().problem == Problem::kRefused);
    CHECK(begin.code.error().message.find("no device code") !=
          std::string::npos);
    CHECK(begin.hub.Requests().size() == 1);
  }
  CHECK(Begin({{"device_code", Quoted(std::string(8192, 'x'))}}).code.ok());
}

TEST_CASE("a code to type has four to 32 plain letters") {  // 70
  for (const std::string& value :
       {std::string(), Quoted(""), Quoted("ABC"), Quoted(std::string(33, 'A')),
        Quoted("AB CD"), Quoted("AB_CD"), Quoted("AB\\u001b[8m"),
        Quoted("\xc3\x84"
               "BCD"),
        std::string("1234")}) {
    CAPTURE(value);
    const Begin begin({{"user_code", value}});
    REQUIRE_FALSE(begin.code.ok());
    CHECK(begin.code.error().problem == Problem::kRefused);
  }
  for (const std::string& value : {std::string("aB-9"), std::string(32, 'Z')}) {
    CHECK(Begin({{"user_code", Quoted(value)}}).code.ok());
  }
}

TEST_CASE("a link leads to the Hub and has plain characters only") {  // 71, 72
  const std::string bad[] = {"",
                             "https://huggingface.co/device",
                             "HUB.evil.example/device",
                             "file:///etc/passwd",
                             "HUB/a b",
                             "HUB/a\\u001b",
                             "HUB/\xc3\xa4",
                             "HUB/a\\\"b",
                             "HUB/" + std::string(2048, 'x')};
  for (const std::string& link : bad) {
    CAPTURE(link);
    CHECK_FALSE(Begin({{"verification_uri", Quoted(link)}}).code.ok());
    const Begin begin({{"verification_uri_complete", Quoted(link)}});
    REQUIRE(begin.code.ok());
    CHECK(begin.code.value().complete_url == begin.code.value().url);
  }
  CHECK_FALSE(Begin(Fields{{"verification_uri", ""}}).code.ok());
  const Begin begin(
      {{"verification_uri_complete", Quoted("HUB/device?user_code=A-B")}});
  REQUIRE(begin.code.ok());
  CHECK(begin.code.value().complete_url ==
        begin.hub.url() + "/device?user_code=A-B");
}

TEST_CASE("strange times are limited") {  // 76
  const struct {
    std::string interval, expires_in;
    int seconds, lifetime;
  } kRows[] = {{"0", "-7", 1, 60},       {"-1", "0", 1, 60},
               {"1", "60", 1, 60},       {"60", "1800", 60, 1800},
               {"61", "1801", 60, 1800}, {"1000000000", "1e9", 60, 900},
               {R"("5")", "3.7", 5, 900}};
  for (const auto& row : kRows) {
    CAPTURE(row.interval);
    const Begin begin(
        {{"interval", row.interval}, {"expires_in", row.expires_in}});
    REQUIRE(begin.code.ok());
    CHECK(begin.code.value().interval == row.seconds);
    CHECK(begin.code.value().lifetime == row.lifetime);
  }
}

}  // namespace
}  // namespace hf
