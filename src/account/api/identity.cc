// SPDX-License-Identifier: Apache-2.0
#include "src/account/api/identity.h"

#include "src/account/api/api_response.h"
#include "src/hub/access_token.h"
#include "src/text/message.h"

namespace hf {
namespace {

constexpr std::size_t kMaxOrganisations = 100;

std::optional<std::string> TextAt(const JsonObject& object,
                                  std::string_view key) {
  const auto text = object.FindText(key);
  if (!text || text->empty()) return std::nullopt;
  return Shortened(*text);
}

void ReadAuthentication(const JsonObject& auth, Identity& identity) {
  identity.expires_at = TextAt(auth, "expiresAt");
  const auto token = auth.FindObject("accessToken");
  if (!token) return;
  identity.token_name = TextAt(*token, "displayName");
  identity.role = TextAt(*token, "role");
}

}  // namespace

Result<std::optional<Identity>> AskIdentity(HttpClient& client,
                                            const Endpoint& hub,
                                            std::string_view token) {
  Result<HttpResponse> response =
      client.Get(hub.url() + "/api/whoami-v2", token);
  if (!response.ok()) return response.error();
  // The body of the Hub's 401 is a JSON object; that of a proxy is a page.
  if (response.value().status == kUnauthorized &&
      JsonObject::Parse(response.value().body).ok()) {
    return {std::nullopt};
  }
  Result<JsonObject> json = ReadApiResponse(response.value(), hub, token);
  if (!json.ok()) return json.error();
  const auto account = TextAt(json.value(), "name");
  if (!account) {
    return Error{Problem::kRefused,
                 hub.url() + " does not say whose token this is",
                 "try again later"};
  }
  Identity identity;
  identity.account = *account;
  identity.is_organisation = json.value().FindText("type") == "org";
  for (const JsonObject& organisation : json.value().FindObjects("orgs")) {
    if (identity.organisations.size() == kMaxOrganisations) break;
    if (auto name = TextAt(organisation, "name")) {
      identity.organisations.push_back(std::move(*name));
    }
  }
  if (const auto auth = json.value().FindObject("auth")) {
    ReadAuthentication(*auth, identity);
  }
  return {std::move(identity)};
}

}  // namespace hf
