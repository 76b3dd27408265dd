// SPDX-License-Identifier: Apache-2.0
#include "src/system/environment.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "src/hub/access_token.h"
#include "src/hub/endpoint.h"
#include "src/lookup/environment_token.h"
#include "src/store/store_paths.h"
#include "src/system/path.h"
#include "tests/unit/scratch.h"

namespace hf {
namespace {

struct PathRow {
  std::vector<std::string> variables;
  std::string token, store;
};

TEST_CASE("the files have the paths of hub-contract §1") {
  const PathRow kRows[] = {
      {{"HOME=/h"},
       "/h/.cache/huggingface/token",
       "/h/.cache/huggingface/stored_tokens"},
      {{"HOME=/h", "XDG_CACHE_HOME=/x"},
       "/x/huggingface/token",
       "/x/huggingface/stored_tokens"},
      {{"HOME=/h", "XDG_CACHE_HOME=~/c$FOO", "FOO=9"},
       "/h/c9/huggingface/token",
       "/h/c9/huggingface/stored_tokens"},
      {{"HOME=/h", "HF_HOME=/hf", "XDG_CACHE_HOME=/x"},
       "/hf/token",
       "/hf/stored_tokens"},
      {{"HOME=/h", "HF_HOME=~/hf2"}, "/h/hf2/token", "/h/hf2/stored_tokens"},
      {{"HOME=/h", "HF_HOME=~root/hf2"},
       "/root/hf2/token",
       "/root/hf2/stored_tokens"},
      {{"HOME=/h", "HF_HOME=$T/hf", "T=~"},
       "/h/hf/token",
       "/h/hf/stored_tokens"},
      {{"HOME=/h", "HF_HOME=/a/$FOO", "FOO=$BAR", "BAR=bar"},
       "/a/bar/token",
       "/a/bar/stored_tokens"},
      {{"HOME=/h", "HF_HOME=/a/${FOO}b", "FOO=x"},
       "/a/xb/token",
       "/a/xb/stored_tokens"},
      {{"HOME=/h", "HF_TOKEN_PATH=/t/tok"}, "/t/tok", "/t/stored_tokens"},
      {{"HOME=/h", "HF_TOKEN_PATH=/t/tok/"}, "/t/tok", "/t/tok/stored_tokens"},
      {{"HOME=/h", "HF_STORED_TOKENS_PATH=/s/x"},
       "/h/.cache/huggingface/token",
       "/h/.cache/huggingface/stored_tokens"},
      {{"HOME=/h", "HUGGINGFACE_CO_STAGING=1"},
       "/h/.cache/huggingface_staging/token",
       "/h/.cache/huggingface/stored_tokens"},
      {{"HOME=/h", "HUGGINGFACE_CO_STAGING=yes", "HF_HOME=/hf",
        "HF_TOKEN_PATH=/t/tok"},
       "/h/.cache/huggingface_staging/token",
       "/t/stored_tokens"},
      {{"HOME=/h", "HUGGINGFACE_CO_STAGING= 1"},  // not trimmed: false
       "/h/.cache/huggingface/token",
       "/h/.cache/huggingface/stored_tokens"},
      {{"HOME=/h/"},
       "/h/.cache/huggingface/token",
       "/h/.cache/huggingface/stored_tokens"},
  };
  for (const PathRow& row : kRows) {
    const Variables variables(row.variables);
    CAPTURE(row.variables.back());
    const Result<StorePaths> paths = FindStore(variables.Get());
    REQUIRE(paths.ok());
    CHECK(paths.value().token == row.token);
    CHECK(paths.value().tokens == row.store);
  }
}

struct RefusalRow {
  std::vector<std::string> variables;
  std::string named;
};

// The rows of §1 that Python accepts and that mean the current directory.
TEST_CASE("an error names a relative or empty home") {
  const RefusalRow kRows[] = {
      {{"HOME=/h", "XDG_CACHE_HOME="}, "XDG_CACHE_HOME"},
      {{"HOME=/h", "XDG_CACHE_HOME=rel"}, "XDG_CACHE_HOME"},
      {{"HOME=/h", "HF_HOME="}, "HF_HOME"},
      {{"HOME=/h", "HF_HOME=./x"}, "HF_HOME"},
      {{"HOME=/h", "HF_HOME=~nosuchuser/hf2"}, "HF_HOME"},
      {{"HOME=/h", "HF_HOME=$NOPE/hf"}, "HF_HOME"},
      {{"HOME=/h", "HF_TOKEN_PATH=tok"}, "HF_TOKEN_PATH"},
      {{"HOME=/h", "HF_TOKEN_PATH="}, "HF_TOKEN_PATH"},
      {{"HOME="}, "HOME"},
      {{"HOME=."}, "HOME"},
      {{"HOME=", "HUGGINGFACE_CO_STAGING=1", "HF_HOME=/hf"}, "HOME"},
  };
  for (const RefusalRow& row : kRows) {
    const Variables variables(row.variables);
    CAPTURE(row.variables.back());
    const Result<StorePaths> paths = FindStore(variables.Get());
    REQUIRE_FALSE(paths.ok());
    CHECK(paths.error().problem == Problem::kUsage);
    CHECK(paths.error().message.starts_with(row.named + " "));
  }
}

TEST_CASE("a tilde means the home, which may be the root") {
  const auto expanded = [](const std::string& home, std::string_view path) {
    const Variables variables({"HOME=" + home});
    const Environment environment = variables.Get();
    return PathExpander(environment).Expand(path);
  };
  CHECK(expanded("/", "~") == "/");
  CHECK(expanded("/", "~/x") == "/x");
  CHECK(expanded("/home/ada//", "~") == "/home/ada");
  CHECK(expanded("/home/ada//", "~/x") == "/home/ada/x");
  CHECK(expanded("/home/ada", "x/~") == "x/~");
  CHECK(expanded("", "~/x") == "");
}

TEST_CASE("without HOME the user database gives the home") {
  const Variables none({});
  const Result<StorePaths> paths = FindStore(none.Get());
  REQUIRE(paths.ok());
  CHECK(paths.value().token.starts_with('/'));
  CHECK(paths.value().token.ends_with("/.cache/huggingface/token"));
}

TEST_CASE("HF_TOKEN is stripped, and the older variable comes second") {
  struct Row {
    std::vector<std::string> variables;
    std::string token, variable;
  };
  const Row kRows[] = {
      {{}, "", ""},
      {{"HF_TOKEN=hf_a"}, "hf_a", "HF_TOKEN"},
      {{"HF_TOKEN=hf_a", "HUGGING_FACE_HUB_TOKEN=hf_b"}, "hf_a", "HF_TOKEN"},
      {{"HUGGING_FACE_HUB_TOKEN=hf_b"}, "hf_b", "HUGGING_FACE_HUB_TOKEN"},
      {{"HF_TOKEN=", "HUGGING_FACE_HUB_TOKEN=hf_b"},
       "hf_b",
       "HUGGING_FACE_HUB_TOKEN"},
      {{"HF_TOKEN=  ", "HUGGING_FACE_HUB_TOKEN=hf_b"}, "", ""},  // trap 9
      {{"HF_TOKEN= hf\r_\na\n"}, "hf_a", "HF_TOKEN"},
      {{"HF_TOKEN=\xe2\x80\x83hf_a\xc2\xa0"}, "hf_a", "HF_TOKEN"},
  };
  for (const Row& row : kRows) {
    const Variables variables(row.variables);
    const auto found = TokenInEnvironment(variables.Get());
    REQUIRE(found.ok());
    REQUIRE(found.value().has_value() == !row.token.empty());
    if (!found.value()) continue;
    CHECK(found.value()->token == std::string_view(row.token));
    CHECK(found.value()->variable == row.variable);
  }
}

TEST_CASE("the error for a variable without a token names the variable") {
  for (const char* text : {"HF_TOKEN=hf a", "HF_TOKEN=hf_\xc3\xa9",
                           "HF_TOKEN=\xef\xbb\xbfhf_a", "HF_TOKEN=\xff"}) {
    const Variables variables({text});
    const auto found = TokenInEnvironment(variables.Get());
    REQUIRE_FALSE(found.ok());
    CHECK(found.error().message.starts_with("HF_TOKEN "));
  }
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

TEST_CASE("white space is exactly what Python strips") {
  const char* const kSpaces[] = {
      "\t",           "\v",           "\f",           "\x1c",
      "\x1d",         "\x1e",         "\x1f",         " ",
      "\xc2\x85",     "\xc2\xa0",     "\xe1\x9a\x80", "\xe2\x80\x80",
      "\xe2\x80\x8a", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xaf",
      "\xe2\x81\x9f", "\xe3\x80\x80"};
  for (const std::string space : kSpaces) {
    CHECK(CleanToken(space + "hf_a" + space) == "hf_a");
  }
  for (const std::string mark : {"\xef\xbb\xbf", "\xe2\x80\x8b", "\x1b"}) {
    CHECK(CleanToken(mark + "hf_a") != "hf_a");
  }
}

TEST_CASE("a token is masked by its length") {
  CHECK(Mask("hf_0123456789abcdefg") == "****defg");
  CHECK(Mask("hf_0123456789abcdef") == "****");
  CHECK(Mask("") == "****");
}

TEST_CASE("a token has only the permitted characters") {
  CHECK(IsToken("hf_Az09._~+/=-"));
  CHECK(IsToken(std::string(8192, 'a')));
  CHECK_FALSE(IsToken(std::string(8193, 'a')));
  for (const char* text :
       {"", "a b", "a\nb", "a\rb", "a:b", "a\tb", "\xc3\xa9"}) {
    CHECK_FALSE(IsToken(text));
  }
}

TEST_CASE("a refresh token has visible characters and no blank") {
  CHECK(IsRefreshToken("!a:b\"~"));
  CHECK(IsRefreshToken(std::string(8192, 'a')));
  CHECK_FALSE(IsRefreshToken(std::string(8193, 'a')));
  for (const char* text : {"", "a b", "a\n", "a\x7f", "\x1f", "\xc3\xa9"}) {
    CHECK_FALSE(IsRefreshToken(text));
  }
}

TEST_CASE("a name that may be a token is recognised") {
  for (const char* name : {"hf_x", "xhf_x", "api_org_x", "hf_user_"}) {
    CHECK(MayBeToken(name));
  }
  for (const char* name : {"hf_user", "alice", "", "xapi_x", "HF_x"}) {
    CHECK_FALSE(MayBeToken(name));
  }
  CHECK(IsBearerToken("hf_oauth_x"));
  CHECK(IsBearerToken("hf_jwt_x"));
  CHECK_FALSE(IsBearerToken("hf_x"));
}

}  // namespace
}  // namespace hf
