// SPDX-License-Identifier: Apache-2.0
// What get, store and erase take from git's record, and what a trace shows.
#include <doctest/doctest.h>

#include <string>

#include "src/helper/operations.h"
#include "src/hub/endpoint.h"
#include "src/text/base64.h"
#include "tests/unit/scratch.h"

namespace hf {
namespace {

Record Parsed(const std::string& text) {
  return ParseRecord(SecretString(text.begin(), text.end())).value();
}

TEST_CASE("a request needs protocol and host to match a Hub") {
  Hubs hubs;
  hubs.Add(Endpoint::Parse("https://corp.example/hub").value());
  const auto finds = [&](const std::string& text) {
    return FindHub(hubs, Parsed(text)) != nullptr;
  };
  CHECK(finds("protocol=https\nhost=huggingface.co\n"));
  CHECK(finds("protocol=https\nhost=corp.example\npath=hub/a\n"));
  CHECK_FALSE(finds("protocol=https\nhost=corp.example\n"));
  CHECK_FALSE(finds("protocol=https\nhost=\n"));
  CHECK_FALSE(finds("protocol=\nhost=huggingface.co\n"));
  CHECK_FALSE(finds("protocol=https\n"));
  CHECK_FALSE(finds("host=huggingface.co\n"));
  CHECK_FALSE(finds(""));
}

TEST_CASE("only http to a Hub with https is reported as such") {
  const Hubs hubs;
  const auto in_the_clear = [&](const std::string& text) {
    return IsHubOverHttp(hubs, Parsed(text));
  };
  CHECK(in_the_clear("protocol=http\nhost=huggingface.co\n"));
  CHECK_FALSE(in_the_clear("protocol=https\nhost=huggingface.co\n"));
  CHECK_FALSE(in_the_clear("protocol=ftp\nhost=huggingface.co\n"));
  CHECK_FALSE(in_the_clear("protocol=http\nhost=github.com\n"));
  CHECK_FALSE(in_the_clear("protocol=http\n"));
  CHECK_FALSE(in_the_clear("host=huggingface.co\n"));
}

TEST_CASE("a token is the password or the credential of its scheme") {
  const auto token = [](const std::string& text) {
    return TokenIn(Parsed(text));
  };
  const auto basic = [](const std::string& pair) {
    return "authtype=Basic\ncredential=" + std::string(EncodeBase64(pair)) +
           "\n";
  };
  CHECK(token("password=hf_x\n") == "hf_x");
  CHECK(token("password=\n") == "");
  CHECK(token("password=hf_x\nauthtype=Bearer\ncredential=hf_y\n") == "hf_x");
  CHECK(token("authtype=Bearer\ncredential=hf_y\n") == "hf_y");
  CHECK(token(basic("u:hf_z")) == "hf_z");
  CHECK(token(basic("u:hf:z")) == "hf:z");
  CHECK(token(basic(":")) == "");
  CHECK_FALSE(token(basic("hf_z")));
  CHECK_FALSE(token("authtype=Basic\ncredential=*\n"));
  CHECK_FALSE(token("authtype=Digest\ncredential=dTpoZl96\n"));
  CHECK_FALSE(token("authtype=basic\ncredential=dTpoZl96\n"));
  CHECK_FALSE(token("authtype=Bearer\n"));
  CHECK_FALSE(token("credential=hf_y\n"));
  CHECK_FALSE(token("username=u\n"));
}

TEST_CASE("a trace shows no token that came as a name or in a query") {
  const Scratch files;
  const Variables environment(
      {"GIT_CREDENTIAL_HF_TRACE=" + files.Path("trace")});
  const Trace trace(environment.Get());
  const Endpoint hub = Endpoint::Official();
  TraceRequest(trace, "get", hub,
               Parsed("username=hf_secret\npath=a/b?token=hf_secret\n"));
  TraceRequest(trace, "erase", hub,
               Parsed("username=alice\ncapability[]=authtype\n"));
  CHECK(files.Read("trace") ==
        "git-credential-hf: trace: get for https://huggingface.co, with a "
        "username that may be a token, path a/b\n"
        "git-credential-hf: trace: erase for https://huggingface.co, username "
        "alice, authtype\n");
}

}  // namespace
}  // namespace hf
