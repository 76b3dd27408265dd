// SPDX-License-Identifier: Apache-2.0
// What a request with a token contains, and which answers are accepted
// (security.md P6 and F).
#include "src/account/api/http_client.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "src/text/ascii.h"
#include "tests/unit/canned_hub.h"
#include "tests/unit/scratch.h"
#include "tests/unit/stand_ins.h"

namespace hf {
namespace {

using namespace std::string_literals;

constexpr std::size_t kMostBody = 1 << 20;

HttpClient OpenClient(const std::vector<std::string>& variables = {}) {
  const Variables environment(variables);
  return std::move(HttpClient::Open(environment.Get())).value();
}

/// The headers of \a request that begin with \a name, which is in lower case;
/// the text behind the name keeps its case.
std::vector<std::string> HeadersCalled(const std::string& request,
                                       std::string_view name) {
  std::vector<std::string> found;
  const std::size_t end = request.find("\r\n\r\n");
  for (std::size_t at = request.find("\r\n"); at < end;
       at = request.find("\r\n", at + 2)) {
    const std::size_t next = request.find("\r\n", at + 2);
    const std::string header = request.substr(at + 2, next - at - 2);
    if (FoldAscii(header).starts_with(name)) found.push_back(header);
  }
  return found;
}

TEST_CASE("a netrc file adds nothing to a request") {  // 83
  const Scratch home;
  const std::string entries =
      "machine 127.0.0.1 login mallory password planted\n"
      "default login mallory password planted\n";
  home.Give(".netrc", entries);
  home.Give("_netrc", entries);
  const ScopedVariable variables[] = {{"HOME", home.Path("")},
                                      {"CURL_HOME", home.Path("")},
                                      {"NETRC", home.Path(".netrc")}};
  const CannedHub hub;
  HttpClient client = OpenClient();
  REQUIRE(client.Get(hub.url() + "/api/whoami-v2", "hf_token").ok());
  REQUIRE(client.Post(hub.url() + "/oauth/device", kFormType, "a=b").ok());
  const std::vector<std::string> requests = hub.Requests();
  REQUIRE(requests.size() == 2);
  CHECK(HeadersCalled(requests[0], "authorization") ==
        std::vector<std::string>{"Authorization: Bearer hf_token"});
  CHECK(HeadersCalled(requests[1], "authorization").empty());
  CHECK(requests[1].ends_with("\r\n\r\na=b"));
}

TEST_CASE("a request does not have the token of the request before") {
  const CannedHub hub;
  HttpClient client = OpenClient();
  REQUIRE(client.Get(hub.url(), "hf_first").ok());
  REQUIRE(client.Post(hub.url(), kJsonType, "{}").ok());
  REQUIRE(client.Get(hub.url(), "hf_second").ok());
  const std::vector<std::string> requests = hub.Requests();
  REQUIRE(requests.size() == 3);
  CHECK(requests[0].starts_with("GET / "));
  CHECK(requests[1].starts_with("POST / "));
  CHECK(requests[1].find("hf_first") == std::string::npos);
  CHECK(HeadersCalled(requests[1], "content-type") ==
        std::vector<std::string>{"Content-Type: application/json"});
  CHECK(requests[2].starts_with("GET / "));
  CHECK(HeadersCalled(requests[2], "authorization") ==
        std::vector<std::string>{"Authorization: Bearer hf_second"});
  CHECK(HeadersCalled(requests[2], "user-agent")[0].starts_with(
      "User-Agent: git-credential-hf/"));
}

TEST_CASE("a request has the whole body, also with odd bytes") {
  const CannedHub hub;
  const std::string text = "a\0b\n\r\0"s;
  const SecretString body(text.begin(), text.end());
  REQUIRE(OpenClient().Post(hub.url(), kFormType, body).ok());
  CHECK(hub.Requests().at(0).ends_with("\r\n\r\n" + text));
}

TEST_CASE("the client follows no redirection, whatever the status") {  // 80, 82
  const CannedHub stranger;
  for (const int status : {300, 301, 302, 303, 305, 307, 308}) {
    for (const std::string& place : {stranger.url() + "/x", std::string("/x"),
                                     std::string("file:///etc/passwd")}) {
      CAPTURE(status);
      CAPTURE(place);
      const CannedHub hub({Canned(
          status, "",
          "Location: " + place + "\r\nRefresh: 0; url=" + place + "\r\n")});
      HttpClient client = OpenClient();
      const auto asked = client.Get(hub.url(), "hf_token");
      REQUIRE(asked.ok());
      CHECK(asked.value().status == status);
      const auto sent = client.Post(hub.url(), kFormType, "refresh_token=r");
      REQUIRE(sent.ok());
      CHECK(sent.value().status == status);
      CHECK(hub.Requests().size() == 2);
    }
  }
  CHECK(stranger.Requests().empty());
}

/// security.md P6, 80, 83, 86 and 88: the program sets each safeguard, because
/// another libcurl may have other defaults.
TEST_CASE("the client sets every safeguard and relies on no default") {
  const StandIns watched;
  const CannedHub hub;
  const Variables environment({});
  Result<HttpClient> client = HttpClient::Open(environment.Get(), 17);
  REQUIRE(client.ok());
  const struct {
    CURLoption option;
    long wanted;
  } kRows[] = {
      {CURLOPT_NETRC, CURL_NETRC_IGNORED},
      {CURLOPT_FOLLOWLOCATION, 0},
      {CURLOPT_UNRESTRICTED_AUTH, 0},
      {CURLOPT_SSL_VERIFYPEER, 1},
      {CURLOPT_SSL_VERIFYHOST, 2},
      {CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
      {CURLOPT_NOSIGNAL, 1},
      {CURLOPT_CONNECTTIMEOUT, 10},
      {CURLOPT_TIMEOUT, 17},
      {CURLOPT_LOW_SPEED_LIMIT, 10},
      {CURLOPT_LOW_SPEED_TIME, 15},
  };
  const auto all_are_set = [&] {
    for (const auto& row : kRows) {
      CAPTURE(row.option);
      REQUIRE(watched.curl_options.count(row.option) == 1);
      CHECK(watched.curl_options.at(row.option) == row.wanted);
    }
  };
  all_are_set();
  REQUIRE(client.value().Get(hub.url(), "hf_token").ok());
  REQUIRE(client.value().Post(hub.url(), kFormType, "").ok());
  all_are_set();
  CHECK(watched.curl_options.count(CURLOPT_VERBOSE) == 0);  // 91
  CHECK_FALSE(client.value().Get("https://127.0.0.1:1/", "hf_token").ok());
  CHECK(watched.curl_protocols.at(CURLOPT_PROTOCOLS_STR) == "https");
  CHECK(watched.curl_protocols.at(CURLOPT_REDIR_PROTOCOLS_STR) == "https");
}

TEST_CASE("a request without TLS uses no proxy") {  // 84
  const CannedHub hub, proxy;
  const ScopedVariable variables[] = {{"http_proxy", proxy.url()},
                                      {"ALL_PROXY", proxy.url()},
                                      {"no_proxy", ""}};
  HttpClient client = OpenClient();
  REQUIRE(client.Get(hub.url(), "hf_token").ok());
  CHECK(hub.Requests().size() == 1);
  CHECK(proxy.Requests().empty());
}

TEST_CASE("the client sends requests only to the address of a Hub") {
  const CannedHub hub;
  const std::string host = hub.url().substr(7);
  HttpClient client = OpenClient();
  for (const std::string& url :
       {"http://huggingface.co/x"s, "ftp://" + host + "/x",
        "file:///etc/passwd"s, "http://user@" + host + "/",
        "http://user:word@" + host + "/", host + "/x", ""s}) {
    CAPTURE(url);
    CHECK_FALSE(client.Get(url, "hf_token").ok());
    CHECK_FALSE(client.Post(url, kFormType, "a=b").ok());
  }
  CHECK(hub.Requests().empty());
}

TEST_CASE("the client does not send an invalid token") {
  const CannedHub hub;
  HttpClient client = OpenClient();
  for (const std::string_view text :
       {"", "a b", "a\r\nX-Evil: 1", "t\xc3\xb6"}) {
    const auto answer = client.Get(hub.url(), text);
    REQUIRE_FALSE(answer.ok());
    CHECK(answer.error().problem == Problem::kRefused);
  }
  CHECK(hub.Requests().empty());
}

TEST_CASE("an answer may have 1 MiB, and its headers 64 KiB") {
  const std::string line = "X-Filler: " + std::string(990, 'x') + "\r\n";
  std::string headers;
  while (headers.size() < (60 << 10)) headers += line;
  const std::string body(kMostBody, 'x');
  const CannedHub hub({Canned(200, body, headers), Canned(200, body + "x"),
                       Canned(200, "", headers + headers), Canned(200, "y")});
  HttpClient client = OpenClient();
  const auto most = client.Get(hub.url(), "hf_token");
  REQUIRE(most.ok());
  CHECK(std::string_view(most.value().body) == body);
  for (int count = 0; count < 2; ++count) {
    const auto more = client.Get(hub.url() + "/path?query", "hf_token");
    REQUIRE_FALSE(more.ok());
    CHECK(more.error().problem == Problem::kUnreachable);
    CHECK(more.error().message.find("oversized reply") != std::string::npos);
    CHECK(more.error().message.find("path") == std::string::npos);
    CHECK(more.error().message.find("query") == std::string::npos);
  }
  const auto next = client.Get(hub.url(), "hf_token");
  REQUIRE(next.ok());
  CHECK(next.value().body == "y");
}

TEST_CASE("a server may ask for a pause of up to a day") {
  const struct {
    std::string header;
    std::optional<int> seconds;
  } kRows[] = {{"Retry-After: 17\r\n", 17},
               {"Retry-After: 86401\r\n", 86'400},
               {"Retry-After: 0\r\n", std::nullopt},
               {"Retry-After: soon\r\n", std::nullopt},
               {"", std::nullopt}};
  HttpClient client = OpenClient();
  for (const auto& row : kRows) {
    CAPTURE(row.header);
    const CannedHub hub({Canned(429, "{}", row.header, "text/x")});
    const auto answer = client.Get(hub.url(), "hf_token");
    REQUIRE(answer.ok());
    CHECK(answer.value().status == 429);
    CHECK(answer.value().retry_after == row.seconds);
    CHECK(answer.value().content_type == "text/x");
  }
}

TEST_CASE("an error names an unreachable Hub and shows no request") {
  std::string url;
  {
    const CannedHub gone;
    url = gone.url();
  }
  const auto answer = OpenClient().Get(url + "/path?query#part", "hf_token");
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.error().problem == Problem::kUnreachable);
  CHECK(answer.error().message.starts_with("cannot reach '" + url.substr(7) +
                                           "': "));
  CHECK(answer.error().message.find("path") == std::string::npos);
}

TEST_CASE("an offline client sends no request") {
  for (const char* variable : {"HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"}) {
    const Variables on({std::string(variable) + "=1"});
    const Result<HttpClient> client = HttpClient::Open(on.Get());
    REQUIRE_FALSE(client.ok());
    CHECK(client.error().problem == Problem::kUnreachable);
    CHECK(client.error().message.starts_with(variable));
    const Variables off({std::string(variable) + "=0"});
    CHECK(HttpClient::Open(off.Get()).ok());
  }
  const Variables newer({"HF_HUB_OFFLINE=0", "TRANSFORMERS_OFFLINE=1"});
  CHECK(HttpClient::Open(newer.Get()).ok());
}

TEST_CASE("a form escapes characters with a meaning") {
  CHECK(EncodeForm({{"a b", "c&d=e"}, {"f", "\xc3\xbc/~"}}) ==
        "a%20b=c%26d%3De&f=%C3%BC%2F~");
  CHECK(EncodeForm({}).empty());
}

TEST_CASE("a form has nothing for an empty value") {
  const std::string_view text = "hf_secret";
  CHECK(EncodeForm({{"a", text.substr(0, 0)}, {"b", {}}}) == "a=&b=");
}

}  // namespace
}  // namespace hf
