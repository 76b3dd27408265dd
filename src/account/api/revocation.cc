// SPDX-License-Identifier: Apache-2.0
#include "src/account/api/revocation.h"

#include "src/account/api/api_response.h"
#include "src/account/api/json_writer.h"

namespace hf {

Result<void> RequestRevocation(HttpClient& client, const Endpoint& hub,
                               const std::vector<SecretString>& tokens) {
  constexpr long kAccepted = 202;
  JsonWriter json;
  json.BeginArray("credentials");
  for (const SecretString& token : tokens) json.AddElement(token);
  json.EndArray();
  Result<HttpResponse> response = client.Post(
      hub.url() + "/api/credentials/revoke", kJsonType, json.Finish());
  if (!response.ok()) return response.error();
  if (response.value().status == kAccepted) return {};
  // The message may repeat any of the tokens, so it is not shown.
  response.value().body.clear();
  const Result<JsonObject> answer = ReadApiResponse(response.value(), hub, {});
  if (!answer.ok() && response.value().status >= 300) return answer.error();
  return Error{Problem::kUnreachable,
               hub.url() + " did not accept the revocation (status " +
                   std::to_string(response.value().status) + ")",
               "a network's login page or a proxy may be in between"};
}

}  // namespace hf
