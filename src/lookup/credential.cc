// SPDX-License-Identifier: Apache-2.0
#include "hf/credential.h"

#include <algorithm>

#include "src/hub/endpoint.h"
#include "src/lookup/choose_token.h"
#include "src/lookup/token_choice.h"

namespace hf {
namespace {

struct UrlParts {
  Origin origin;
  std::optional<std::string_view> username;
};

/// The parts of \a url that git would send to the helper. Ignores a password in
/// it. Does not decode escapes: no host of a Hub has one.
std::optional<UrlParts> Split(std::string_view url) {
  const std::size_t colon = url.find("://");
  if (colon == url.npos) return std::nullopt;
  UrlParts parts;
  parts.origin.protocol = url.substr(0, colon);
  const std::string_view rest = url.substr(colon + 3);
  std::string_view authority = rest.substr(0, rest.find_first_of("/?#\\"));
  if (authority.size() < rest.size() && rest[authority.size()] == '/') {
    parts.origin.path = rest.substr(authority.size() + 1);
  }
  if (const std::size_t at = authority.rfind('@'); at != authority.npos) {
    const std::string_view user = authority.substr(0, at);
    parts.username = user.substr(0, std::min(user.find(':'), user.size()));
    authority.remove_prefix(at + 1);
  }
  parts.origin.host = authority;
  return parts;
}

}  // namespace

Result<std::optional<Credential>> FindCredential(
    std::string_view url, const std::vector<std::string>& endpoints) {
  Hubs hubs;
  for (const std::string& address : endpoints) {
    Result<Endpoint> endpoint = Endpoint::Parse(address);
    if (!endpoint.ok()) return endpoint.error();
    hubs.Add(std::move(endpoint).value());
  }
  const std::optional<UrlParts> parts = Split(url);
  const Endpoint* hub = parts ? hubs.Find(parts->origin) : nullptr;
  if (!hub) return {std::nullopt};

  Notices ignored;  // The library prints nothing.
  auto choice =
      ChooseToken(Environment::OfThisProcess(),
                  {*hub, parts->username, parts->origin.path}, ignored);
  if (!choice.ok()) return choice.error();
  if (!choice.value()) return {std::nullopt};
  const TokenChoice& chosen = *choice.value();
  if (chosen.outside) {
    return Error{Problem::kUnavailable,
                 "the token '" + chosen.name + "' is " +
                     (chosen.outside->command ? "printed by a command"
                                              : "in the keyring"),
                 "run 'git-credential-hf token' for it"};
  }
  if (chosen.expired) return TokenHasExpired(chosen.name);
  return {Credential{chosen.username, std::string(chosen.token), chosen.bearer,
                     chosen.expires_at, chosen.name, chosen.origin}};
}

}  // namespace hf
