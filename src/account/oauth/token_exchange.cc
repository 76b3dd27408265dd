// SPDX-License-Identifier: Apache-2.0
#include "src/account/oauth/token_exchange.h"

#include <time.h>

#include "src/account/api/api_response.h"
#include "src/account/api/http_client.h"
#include "src/account/api/json_writer.h"
#include "src/account/oauth/token_response.h"
#include "src/hub/access_token.h"
#include "src/lookup/job_identity.h"
#include "src/store/exchange_cache.h"
#include "src/text/trace.h"

namespace hf {
namespace {

/// Gets the job's identity token from GitHub, with \a hub as its audience.
Result<SecretString> RequestIdentityToken(HttpClient& client,
                                          const JobIdentity& identity,
                                          const Endpoint& hub) {
  std::string url = identity.request_url;
  url += url.find('?') == url.npos ? '?' : '&';
  url += EncodeForm({{"audience", hub.url()}});
  Result<HttpResponse> response = client.Get(url, identity.secret);
  if (!response.ok()) return response.error();
  const Result<JsonObject> json = JsonObject::Parse(response.value().body);
  const auto value = json.ok() ? json.value().FindText("value") : std::nullopt;
  if (response.value().status == 200 && value && IsToken(*value)) {
    return SecretString(*value);
  }
  return Error{Problem::kUnreachable,
               "GitHub gave no identity to this job (status " +
                   std::to_string(response.value().status) + ")",
               "see whether the job has 'permissions: id-token: write'"};
}

SecretString RequestBody(const SecretString& id_token,
                         const std::string& resource) {
  JsonWriter json;
  json.Add("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
  json.Add("subject_token_type", "urn:ietf:params:oauth:token-type:id_token");
  json.Add("subject_token", id_token);
  json.Add("resource", resource);
  return json.Finish();
}

Result<ExchangedToken> RequestToken(const Environment& environment,
                                    const Endpoint& hub,
                                    const JobIdentity& identity) {
  // Seconds, if the Hub's answer has no `expires_in`.
  constexpr std::int64_t kDefaultLifetime = 3600;
  Result<HttpClient> client = HttpClient::Open(environment);
  if (!client.ok()) return client.error();
  Result<SecretString> id_token =
      identity.request_url.empty()
          ? Result<SecretString>(identity.secret)
          : RequestIdentityToken(client.value(), identity, hub);
  if (!id_token.ok()) return id_token.error();
  const std::int64_t began = time(nullptr);
  Result<HttpResponse> response =
      client.value().Post(TokenEndpoint(hub), kJsonType,
                          RequestBody(id_token.value(), identity.resource));
  if (!response.ok()) return response.error();
  Result<JsonObject> json =
      ReadApiResponse(response.value(), hub, id_token.value());
  if (!json.ok()) return json.error();
  auto tokens = ParseTokenResponse(json.value());
  if (!tokens) {
    return Error{Problem::kRefused, hub.url() + " gave no token"};
  }
  return ExchangedToken{std::move(tokens->token),
                        began + tokens->expires_in.value_or(kDefaultLifetime)};
}

}  // namespace

Result<ExchangedToken> ExchangeIdentity(const Environment& environment,
                                        const Endpoint& hub,
                                        const std::string& repository) {
  const Result<JobIdentity> identity = FindJobIdentity(environment, repository);
  if (!identity.ok()) return identity.error();
  const std::string& resource = identity.value().resource;
  const Trace trace(environment);
  const ExchangeKey key{hub.url(), resource, identity.value().secret};
  const auto cache = ExchangeCache::Open(
      environment, AutomaticResource(environment, repository));
  if (cache) {
    if (auto cached = cache->Find(key)) {
      trace.Say("using the cached token for " + resource);
      return std::move(*cached);
    }
  }
  trace.Say("exchanging the job's identity for a token for " + resource +
            " at " + hub.url());
  Result<ExchangedToken> token =
      RequestToken(environment, hub, identity.value());
  if (!token.ok()) {
    Error error = token.error();
    error.message = "no token for '" + resource + "': " + error.message;
    return error;
  }
  if (cache) cache->Save(key, token.value());
  return token;
}

}  // namespace hf
