// SPDX-License-Identifier: Apache-2.0
// URLs with a user and perhaps a token: without its user a URL has no token and
// the same host, and an escaped text can be unescaped.
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
          "a URL with userinfo has a user");
  const std::string plain = url->WithoutUserinfo();
  const auto again = SplitUrl(plain);
  Require(again && !again->userinfo, "a URL without its userinfo has no user");
  Require(again->scheme == url->scheme && again->host == url->host,
          "a URL without its userinfo has the same host");
  const auto token = url->Token();
  Require(!token || url->userinfo, "a token stands before the host");
}

void CheckEscapes(std::string_view text) {
  const SecretString escaped = PercentEncoded(text);
  Require(escaped.find_first_of("/?#@: \r\n") == escaped.npos,
          "an escaped text does not end a part of a URL");
  Require(PercentDecoded(escaped) == text, "an escaped text can be unescaped");
  Require(PercentDecoded(text).size() <= text.size(),
          "decoding does not lengthen a text");
}

}  // namespace
}  // namespace hf

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  hf::CheckSplit(hf::TextOf(data, size));
  hf::CheckEscapes(hf::TextOf(data, size));
  return 0;
}
