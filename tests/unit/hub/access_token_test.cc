// SPDX-License-Identifier: Apache-2.0
#include "src/hub/access_token.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace hf {
namespace {

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

TEST_CASE("a message shows no word that is certainly a token") {
  const struct {
    const char* text;
    const char* shown;
  } kRows[] = {
      {"hf_aaaaaaaaaaaaaaaaa", "****"},
      {"a hf_aaaaaaaaaaaaaaaaa b", "a **** b"},
      {"--with=hf_aaaaaaaaaaaaaaaaa\n", "--with=****\n"},
      {"xhf_aaaaaaaaaaaaaaaaa", "x****"},
      {"hf_jwt_a.b-c.aaaaaaaaaaaa hf_oauth_aaaaaaaaaaa", "**** ****"},
      {"api_org_aaaaaaaaaaaaaaaa", "****"},
      {"secret/hf_token", "secret/hf_token"},  // A name, and too short.
      {"hf_user", "hf_user"},
      {"", ""},
      {"\n\n", "\n\n"},
  };
  for (const auto& row : kRows) {
    CAPTURE(row.text);
    CHECK(HideTokens(row.text) == row.shown);
  }
}

TEST_CASE("one token and nothing else is accepted as a given token") {
  for (const char* text : {"hf_x", " hf_x\n", "hf_x\r\n", "\n\nhf_x\n\n"}) {
    CHECK(FaultOfToken(text).empty());
  }
  for (const char* text : {"", "\n", "hf_x\nhf_y", "hf_x y", "hf_\xc3\xa9",
                           "\x1b[200~hf_x", "api_org_x"}) {
    CAPTURE(text);
    CHECK_FALSE(FaultOfToken(text).empty());
  }
}

}  // namespace
}  // namespace hf
