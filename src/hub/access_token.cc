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

std::string FaultOfToken(std::string_view text) {
  // A terminal sends it before pasted text in bracketed paste mode.
  constexpr std::string_view kPasteStart = "\x1b[200~";
  const SecretString token = CleanToken(text);
  if (token.empty()) return "it is empty";
  if (text.find(kPasteStart) != text.npos) {
    return "the terminal added control characters to the pasted text";
  }
  if (text.find(token) == text.npos) return "it has more than one line";
  if (!IsToken(token)) return "it has characters that no token has";
  if (IsOfOrganisation(token)) {
    return "it is the token of an organisation, which cannot log in";
  }
  return {};
}

std::string HideTokens(std::string_view text) {
  constexpr std::size_t kShortest = 16;
  std::string shown;
  while (!text.empty()) {
    const std::size_t end =
        std::min(text.find_first_not_of(kTokenBytes), text.size());
    const std::string_view word = text.substr(0, end);
    const std::size_t at = std::min(word.find("hf_"), word.find("api_org_"));
    const bool is_token = at != word.npos && word.size() - at > kShortest + 3;
    shown +=
        is_token ? std::string(word.substr(0, at)) + "****" : std::string(word);
    if (end < text.size()) shown += text[end];
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return shown;
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

bool IsOfOrganisation(std::string_view token) {
  return token.starts_with("api_org");
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
