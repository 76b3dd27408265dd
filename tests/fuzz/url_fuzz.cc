// SPDX-License-Identifier: Apache-2.0
// URLs with a user and perhaps a token in them: what is left without the user
// has none, goes to the same host, and an escaped text comes back.
#include "src/account/git/url.h"
#include "tests/fuzz/fuzz.h"

namespace hf {
namespace {

void CheckSplit(std::string_view text) {
  const auto url = SplitUrl(text);
  if (!url) return;
  Require(url->host.find_first_of("@/?#") == url->host.npos,
          "a host has no user and no path");
  Require(url->userinfo.has_value() == url->user.has_value(),
          "there is a user where there is something before the host");
  const std::string plain = url->WithoutUserinfo();
  const auto again = SplitUrl(plain);
  Require(again && !again->userinfo, "without its user a URL has none");
  Require(again->scheme == url->scheme && again->host == url->host,
          "without its user a URL is at the same place");
  const auto token = url->Token();
  Require(!token || url->userinfo, "a token stands before the host");
}

void CheckEscapes(std::string_view text) {
  const SecretString escaped = PercentEncoded(text);
  Require(escaped.find_first_of("/?#@: \r\n") == escaped.npos,
          "an escaped text ends no part of a URL");
  Require(PercentDecoded(escaped) == text, "an escaped text comes back");
  Require(PercentDecoded(text).size() <= text.size(), "decoding shortens");
}

}  // namespace
}  // namespace hf

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  hf::CheckSplit(hf::TextOf(data, size));
  hf::CheckEscapes(hf::TextOf(data, size));
  return 0;
}
