// SPDX-License-Identifier: Apache-2.0
#include "src/hub/endpoint.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/scratch.h"

namespace hf {
namespace {

using namespace std::string_view_literals;

TEST_CASE("the official Hub has exactly two host names") {
  const std::string_view kOurs[] = {
      "huggingface.co", "hf.co",          "huggingface.co:443",
      "hf.co:443",      "HUGGINGFACE.CO", "HuggingFace.Co:443",
      "HF.co"};
  for (std::string_view host : kOurs) {
    CAPTURE(host);
    CHECK(Endpoint::Official().Serves({"https", host, {}}));
  }
  const std::string_view kStrangers[] = {
      "",                         // no host at all
      "huggingface.co.evil.com",  // a longer name
      "evilhuggingface.co",       // a longer name, the other way
      "huggingface.co-evil.com",
      "huggingface.com",
      "huggingfaceXco",    // a dot is a dot
      "x.huggingface.co",  // subdomains serve strangers
      "x.hf.space",        // so does this one
      "cdn-lfs.huggingface.co",
      "hub-ci.huggingface.co",
      "hf-mirror.com",
      "evil.com",
      "user@huggingface.co",  // git puts users elsewhere
      "huggingface.co@evil.com",
      "huggingface.co%00.evil.com",  // never decoded
      "%68uggingface.co",
      "huggingface.co\0.evil.com"sv,  // never cut
      "huggingface.co.",              // another name to curl
      ".huggingface.co",
      " huggingface.co",
      "huggingface.co ",  // never trimmed
      "huggingface.co\t",
      "huggingface.co/",
      "huggingface.co:",
      "huggingface.co:0",
      "huggingface.co:0443",
      "huggingface.co:+443",
      "huggingface.co:443 ",
      "huggingface.co:65536",
      "huggingface.co:65979",  // 443 modulo 65536
      "huggingface.co:evil",
      "huggingface.co:@evil.com",
      "huggingface.co:443:443",
      "huggingface.co:8443",
      "huggingface.co:80",
      "huggingface.co:443@evil.com",
      "hugg\xc4\xb1ngface.co",        // dotless i
      "HUGG\xc4\xb0NGFACE.CO",        // dotted I
      "huggingface.c\xd0\xbe",        // Cyrillic o
      "\xef\xbd\x88\xef\xbd\x86.co",  // full width
      "xn--huggngface-5ib.co",
      "hugging\xff"
      "face.co",  // not UTF-8
      "huggingface\xe3\x80\x82"
      "co",  // ideographic full stop
      "huggingface.co\nhost=evil",
      "huggingface.co\r",
      "hf.co.evil.com",
      "xhf.co",
      "hf.com",
      "h-f.co",
      "hfxco",
      "hf,co",
      "[huggingface.co]",
      "huggingface.co#",
      "huggingface.co?",
      "huggingface.co\\.evil.com",
  };
  for (std::string_view host : kStrangers) {
    const std::string shown(host);
    CAPTURE(shown);
    CHECK_FALSE(Endpoint::Official().Serves({"https", host, {}}));
  }
}

TEST_CASE("no protocol but https counts as https") {
  for (std::string_view protocol :
       {"http", "HTTPS", "Https", " https", "https ", "ftp", "ssh", "cert",
        "file", "", "httpss", "https:"}) {
    CAPTURE(protocol);
    CHECK_FALSE(Endpoint::Official().Serves({protocol, "huggingface.co", {}}));
  }
}

TEST_CASE("the official Hub is served at every path") {
  for (std::string_view path : {"", "../../.ssh/id_rsa", "acme/model"}) {
    CHECK(Endpoint::Official().Serves({"https", "huggingface.co", path}));
  }
}

TEST_CASE("the address of a Hub is brought to one form") {
  struct Row {
    std::string_view url, form;
  };
  const Row kRows[] = {
      {"https://hub.corp.example", "https://hub.corp.example"},
      {"HTTPS://Hub.Corp.Example/", "https://hub.corp.example"},
      {"https://hub.corp.example:443///", "https://hub.corp.example"},
      {"https://hub.corp.example:8443/x/y/",
       "https://hub.corp.example:8443/x/y"},
      {"https://huggingface.co/", "https://huggingface.co"},
      {"https://hf.co", "https://huggingface.co"},  // the same Hub
      {"https://hf.co:443", "https://huggingface.co"},
      {"http://127.0.0.1:8080", "http://127.0.0.1:8080"},
      {"http://127.3.2.1", "http://127.3.2.1"},
      {"http://[::1]:80", "http://[::1]"},
      {"http://localhost:9", "http://localhost:9"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.url);
    const Result<Endpoint> endpoint = Endpoint::Parse(row.url);
    REQUIRE(endpoint.ok());
    CHECK(endpoint.value().url() == row.form);
  }
}

TEST_CASE("a text that is not the address of a Hub is refused") {
  const std::string_view kRefused[] = {
      "",
      "   ",
      "huggingface.co",
      "https://",
      "https:///x",
      "http://hub.example",
      "http://128.0.0.1",
      "http://127.0.0.1.evil.com",
      "http://127.0.0",
      "http://127.0.0.01",
      "http://127.0.0.256",
      "http://127.1",
      "http://0x7f.1",
      "http://localhost.evil.com",
      "http://[::2]",
      "ftp://huggingface.co",
      "https://huggingface.co@evil.com",
      "https://u:p@hub.example",
      "https://hub.example?x=",
      "https://hub.example#x",
      "https://hub.example/%0a",
      "https://hub.example/a/../b",
      "https://hub.example/a//b",
      "https://hub.example/./a",
      "https://hub.example:0",
      "https://hub.example:",
      "https://hub.example:65536",
      "https://hub.example:0443",
      "https://hub.example:+443",
      "https://hub.example:443:443",
      "https://hub..example",
      "https://.example",
      "https://hub.example.",
      "https://-hub.example",
      "https://hub example",
      "https://hub.example\n",
      "https://hub.example\r",
      "https://hub.example/\"x",
      "https://h\xc3\xbc"
      "b.example",
      " https://hub.example",
      "https://hub.example ",
      "https://hub.example\\x",
      "https:hub.example",
      "//hub.example",
      "https://[::1",
      "https://[]",
  };
  for (std::string_view url : kRefused) {
    CAPTURE(url);
    const Result<Endpoint> endpoint = Endpoint::Parse(url);
    REQUIRE_FALSE(endpoint.ok());
    CHECK(endpoint.error().problem == Problem::kUsage);
  }
}

TEST_CASE("a further Hub is served only at its port and below its path") {
  const Result<Endpoint> parsed =
      Endpoint::Parse("https://corp.example:8443/hub");
  REQUIRE(parsed.ok());
  const Endpoint& hub = parsed.value();
  CHECK(hub.Serves({"https", "corp.example:8443", "hub/acme/model"}));
  CHECK(hub.Serves({"https", "CORP.example:8443", "hub"}));
  CHECK_FALSE(hub.Serves({"https", "corp.example:8443", {}}));
  CHECK_FALSE(hub.Serves({"https", "corp.example:8443", "hubble/x"}));
  CHECK_FALSE(hub.Serves({"https", "corp.example:8443", "hub/../other"}));
  CHECK_FALSE(hub.Serves({"https", "corp.example:8443", "hub/%2e%2e/other"}));
  CHECK_FALSE(hub.Serves({"https", "corp.example", "hub/x"}));
  CHECK_FALSE(hub.Serves({"http", "corp.example:8443", "hub/x"}));
}

TEST_CASE("an origin ends before a path, a query or a fragment") {
  for (const char* rest : {"", "/", "/a?b#c", "?a=/b", "#a/b", "/a/../b"}) {
    CAPTURE(rest);
    const auto origin =
        Endpoint::ParseOrigin(std::string("https://Hub.example:8443") + rest);
    REQUIRE(origin.ok());
    CHECK(origin.value().url() == "https://hub.example:8443");
  }
  CHECK_FALSE(Endpoint::ParseOrigin("https://u@hub.example/").ok());
  CHECK_FALSE(Endpoint::ParseOrigin("http://hub.example/").ok());
  CHECK_FALSE(Endpoint::ParseOrigin("https://?x").ok());
  CHECK_FALSE(Endpoint::ParseOrigin("hub.example").ok());
}

TEST_CASE("a helper has the official Hub and the Hubs it was given") {
  Hubs hubs;
  CHECK(hubs.Find({"https", "hf.co", {}}) != nullptr);
  CHECK(hubs.Find({"https", "hub.corp.example", {}}) == nullptr);
  hubs.Add(Endpoint::Parse("https://hub.corp.example").value());
  const Endpoint* found = hubs.Find({"https", "hub.corp.example:443", {}});
  REQUIRE(found != nullptr);
  CHECK(found->url() == "https://hub.corp.example");
}

TEST_CASE("HF_ENDPOINT gives the Hub of the user") {
  struct Row {
    std::vector<std::string> variables;
    std::string url;  // Empty: refused.
  };
  const Row kRows[] = {
      {{}, "https://huggingface.co"},
      {{"HF_ENDPOINT=https://e.example/sub///"}, "https://e.example/sub"},
      {{"HF_ENDPOINT="}, ""},
      {{"HF_ENDPOINT=   "}, ""},
      {{"HF_ENDPOINT=http://e.example"}, ""},
      {{"HUGGINGFACE_CO_STAGING=true", "HF_ENDPOINT=https://e.example"},
       "https://hub-ci.huggingface.co"},
  };
  for (const Row& row : kRows) {
    const Variables variables(row.variables);
    const Result<Endpoint> endpoint = EndpointFromEnvironment(variables.Get());
    REQUIRE(endpoint.ok() == !row.url.empty());
    if (endpoint.ok()) CHECK(endpoint.value().url() == row.url);
  }
}

}  // namespace
}  // namespace hf
