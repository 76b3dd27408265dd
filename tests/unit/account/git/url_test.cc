// SPDX-License-Identifier: Apache-2.0
// URLs that may have a token in them, as users and git write them.
#include "src/account/git/url.h"

#include <doctest/doctest.h>

#include <string>

namespace hf {
namespace {

struct UrlRow {
  std::string_view text;
  std::string_view host, path;
  std::optional<std::string_view> user, password;
  std::string without_user;
};

TEST_CASE("a URL is split where git splits it") {
  const UrlRow kRows[] = {
      {"https://hf.co/a/b", "hf.co", "a/b", {}, {}, "https://hf.co/a/b"},
      {"https://hf.co", "hf.co", "", {}, {}, "https://hf.co"},
      {"https://hf.co/", "hf.co", "", {}, {}, "https://hf.co"},
      {"https://u@hf.co:8/a", "hf.co:8", "a", "u", {}, "https://hf.co:8/a"},
      {"https://u:p@hf.co/a", "hf.co", "a", "u", "p", "https://hf.co/a"},
      {"https://u:@hf.co/a", "hf.co", "a", "u", "", "https://hf.co/a"},
      {"https://:p@hf.co/a", "hf.co", "a", "", "p", "https://hf.co/a"},
      {"https://u:p:q@hf.co/", "hf.co", "", "u", "p:q", "https://hf.co"},
      // The last '@' before the path ends the user.
      {"https://u@v:p@hf.co/", "hf.co", "", "u@v", "p", "https://hf.co"},
      {"https://hf.co/a@b/c:d",
       "hf.co",
       "a@b/c:d",
       {},
       {},
       "https://hf.co/a@b/c:d"},
      {"https://hf.co?x=a@b", "hf.co", "?x=a@b", {}, {}, "https://hf.co"},
      {"https://hf.co#a@b", "hf.co", "#a@b", {}, {}, "https://hf.co"},
      {"https://hf.co/a?token=hf_x",
       "hf.co",
       "a?token=hf_x",
       {},
       {},
       "https://hf.co/a"},
      {"https://hf.co/a#hf_x", "hf.co", "a#hf_x", {}, {}, "https://hf.co/a"},
  };
  for (const UrlRow& row : kRows) {
    CAPTURE(row.text);
    const auto url = SplitUrl(row.text);
    REQUIRE(url);
    CHECK(url->scheme == "https");
    CHECK(url->host == row.host);
    CHECK(url->path == row.path);
    CHECK(url->user == row.user);
    CHECK(url->password == row.password);
    CHECK(url->WithoutUserinfo() == row.without_user);
  }
  CHECK_FALSE(SplitUrl("hf.co/a"));
  CHECK_FALSE(SplitUrl("git@hf.co:a/b"));
  CHECK_FALSE(SplitUrl(""));
}

TEST_CASE("a token in a URL is the password or the user name") {
  const auto token = [](std::string_view text) {
    return SplitUrl(text)->Token();
  };
  CHECK(token("https://u:hf_x@h/") == "hf_x");
  CHECK(token("https://hf_x@h/") == "hf_x");
  CHECK(token("https://hf_x:@h/") == "hf_x");
  CHECK(token("https://hf_x:x-oauth-basic@h/") == "hf_x");
  CHECK(token("https://hf_u:hf_x@h/") == "hf_x");
  CHECK(token("https://u:p%40q@h/") == "p@q");
  CHECK(token("https://hf%5Fx@h/") == std::nullopt);
  CHECK_FALSE(token("https://u@h/"));
  CHECK_FALSE(token("https://hf_user@h/"));
  CHECK_FALSE(token("https://h/hf_x"));
}

TEST_CASE("escapes follow RFC 3986, and an invalid escape stays") {
  CHECK(PercentDecoded("a%41%7e%5A") == "aA~Z");
  CHECK(PercentDecoded("%") == "%");
  CHECK(PercentDecoded("%4") == "%4");
  CHECK(PercentDecoded("%4g%g4%%41") == "%4g%g4%A");
  CHECK(PercentDecoded("%41") == "A");
  CHECK(PercentEncoded("aZ09-._~") == "aZ09-._~");
  CHECK(PercentEncoded("a b/\xff%\n") == "a%20b%2F%FF%25%0A");
}

}  // namespace
}  // namespace hf
