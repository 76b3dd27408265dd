// SPDX-License-Identifier: Apache-2.0
#include "src/account/git/url.h"

#include <algorithm>

#include "src/hub/access_token.h"

namespace hf {
namespace {

int HexValue(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  return -1;
}

}  // namespace

std::optional<Url> SplitUrl(std::string_view text) {
  const std::size_t colon = text.find("://");
  if (colon == text.npos) return std::nullopt;
  Url url;
  url.scheme = text.substr(0, colon);
  text.remove_prefix(colon + 3);
  url.host = text.substr(0, text.find_first_of("/?#"));
  text.remove_prefix(url.host.size());
  url.path = text.starts_with('/') ? text.substr(1) : text;
  const std::size_t at = url.host.rfind('@');
  if (at == url.host.npos) return url;
  const std::string_view userinfo = url.host.substr(0, at);
  url.host.remove_prefix(at + 1);
  url.userinfo = userinfo;
  const std::size_t split = std::min(userinfo.find(':'), userinfo.size());
  url.user = userinfo.substr(0, split);
  if (split < userinfo.size()) url.password = userinfo.substr(split + 1);
  return url;
}

std::optional<SecretString> Url::Token() const {
  if (password && !password->empty()) {
    SecretString token = PercentDecoded(*password);
    // GitHub documents `https://TOKEN:x-oauth-basic@`, so users write it.
    if (!MayBeToken(token) && user && MayBeToken(*user)) {
      return PercentDecoded(*user);
    }
    return token;
  }
  if (user && MayBeToken(*user)) return PercentDecoded(*user);
  return std::nullopt;
}

std::string Url::WithoutUserinfo() const {
  std::string text(scheme);
  text.append("://").append(host);
  const std::string_view plain = path.substr(0, path.find_first_of("?#"));
  if (!plain.empty()) text.append("/").append(plain);
  return text;
}

SecretString PercentDecoded(std::string_view text) {
  SecretString decoded;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool escaped = text[at] == '%' && at + 2 < text.size() &&
                         HexValue(text[at + 1]) >= 0 &&
                         HexValue(text[at + 2]) >= 0;
    if (escaped) {
      decoded += static_cast<char>(HexValue(text[at + 1]) * 16 +
                                   HexValue(text[at + 2]));
      at += 2;
    } else {
      decoded += text[at];
    }
  }
  return decoded;
}

SecretString PercentEncoded(std::string_view text) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr char kHex[] = "0123456789ABCDEF";
  SecretString encoded;
  for (const char byte : text) {
    if (kPlain.find(byte) != kPlain.npos) {
      encoded += byte;
      continue;
    }
    const auto code = static_cast<unsigned char>(byte);
    encoded += '%';
    encoded += kHex[code >> 4];
    encoded += kHex[code & 15];
  }
  return encoded;
}

}  // namespace hf
