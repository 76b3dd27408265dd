// SPDX-License-Identifier: Apache-2.0
#include "src/keyring/item_secret.h"

#include <doctest/doctest.h>

#include <string>

namespace hf {
namespace {

KeyringSecret Whole() {
  KeyringSecret secret;
  secret.token = "hf_token";
  secret.refresh_token = "refresh";
  secret.expires_at = 1'800'000'000;
  secret.lifetime = 3'600;
  secret.previous_token = "hf_before";
  return secret;
}

TEST_CASE("an item is read back as it was written") {
  const KeyringSecret whole = Whole();
  CHECK(TextOf(whole) ==
        "version=1\npassword=hf_token\noauth_refresh_token=refresh\n"
        "password_expiry_utc=1800000000\nlifetime=3600\n"
        "previous_password=hf_before\n");
  CHECK(ParseSecret(TextOf(whole)).value() == whole);
  KeyringSecret bare;
  bare.token = "hf_token";
  CHECK(ParseSecret(TextOf(bare)).value() == bare);
}

TEST_CASE("an item that was cut off or changed anywhere is not read") {
  const SecretString text = TextOf(Whole());
  for (std::size_t end = 0; end < text.size(); ++end) {
    const auto cut = ParseSecret(text.substr(0, end));
    // Cut at a line end, an item with its token is a valid shorter item.
    const bool is_whole = end > 20 && text[end - 1] == '\n';
    CHECK_MESSAGE(cut.ok() == is_whole, end);
  }
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const char byte : {'\n', '\0', '\r', ' '}) {
      SecretString other = text;
      if (other[at] == byte) continue;
      other[at] = byte;
      CHECK_FALSE_MESSAGE(ParseSecret(other).ok(), at);
    }
  }
}

TEST_CASE("an item of a newer form has its own error") {
  const auto newer = ParseSecret("version=2\npassword=hf_token\n");
  REQUIRE_FALSE(newer.ok());
  CHECK(newer.error().message.find("newer") != std::string::npos);
  const auto bare = ParseSecret("hf_token");
  REQUIRE_FALSE(bare.ok());
  CHECK(bare.error().message.find("newer") == std::string::npos);
  CHECK(bare.error().message.find("hf_token") == std::string::npos);
}

TEST_CASE("an item matches its token and the token before the refresh") {
  CHECK(Whole().Matches("hf_token"));
  CHECK(Whole().Matches("hf_before"));
  CHECK_FALSE(Whole().Matches("refresh"));
}

}  // namespace
}  // namespace hf
