// SPDX-License-Identifier: Apache-2.0
#include "src/hub/access_token.h"

#include <algorithm>

#include "src/configparser/python_str.h"
#include "src/text/utf8.h"

namespace hf {
namespace {

constexpr std::size_t kLongestToken = 8192;
constexpr std::string_view kTokenBytes =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~+/=-";

}  // namespace

SecretString CleanToken(std::string_view text) {
  SecretString clean;
  clean.reserve(text.size());
  for (char byte : text) {
    if (byte != '\r' && byte != '\n') clean.push_back(byte);
  }
  return IsUtf8(clean) ? SecretString(Strip(clean)) : clean;
}

bool IsToken(std::string_view token) {
  return !token.empty() && token.size() <= kLongestToken &&
         token.find_first_not_of(kTokenBytes) == token.npos;
}

bool IsRefreshToken(std::string_view text) {
  return !text.empty() && text.size() <= kLongestToken &&
         std::all_of(text.begin(), text.end(),
                     [](char byte) { return byte > 0x20 && byte < 0x7f; });
}

bool IsBearerToken(std::string_view token) {
  return token.starts_with("hf_oauth_") || token.starts_with("hf_jwt_");
}

bool MayBeToken(std::string_view name) {
  if (name == "hf_user") return false;
  return name.find("hf_") != name.npos || name.starts_with("api_");
}

std::string Mask(std::string_view token) {
  constexpr std::size_t kShown = 4, kLongEnough = 20;
  std::string masked = "****";
  if (token.size() >= kLongEnough) {
    masked += token.substr(token.size() - kShown);
  }
  return masked;
}

}  // namespace hf
