// SPDX-License-Identifier: Apache-2.0
#include "src/account/oauth/token_exchange.h"

#include <time.h>

#include <algorithm>

#include "src/account/api/api_response.h"
#include "src/account/api/http_client.h"
#include "src/account/api/json_writer.h"
#include "src/account/oauth/exchange_cache.h"
#include "src/account/oauth/token_response.h"
#include "src/hub/access_token.h"
#include "src/text/trace.h"

namespace hf {
namespace {

std::string ValueOf(const Environment& environment, std::string_view variable) {
  return std::string(environment.Find(variable).value_or(""));
}

/// HF_OIDC_RESOURCE: `acme/model`, `datasets/acme/big` or `alice`. It must be
/// printable ASCII, because ExchangeCache stores it as one line and messages
/// contain it.
Result<std::string> ResourceIn(const Environment& environment) {
  constexpr std::size_t kMaxBytes = 512;
  std::string resource = ValueOf(environment, "HF_OIDC_RESOURCE");
  const bool plain =
      resource.size() <= kMaxBytes &&
      std::all_of(resource.begin(), resource.end(),
                  [](char byte) { return byte > 0x20 && byte < 0x7f; });
  if (plain) return resource;
  return Error{Problem::kUsage,
               "HF_OIDC_RESOURCE is not the name of a resource",
               "set it to OWNER/NAME, datasets/OWNER/NAME or USER"};
}

/// The job's identity token, or the means to get one from GitHub.
struct JobIdentity {
  SecretString secret;      ///< The identity token, or the token for a request.
  std::string request_url;  ///< Empty when `secret` is the identity token.
};

Result<JobIdentity> IdentityIn(const Environment& environment) {
  JobIdentity identity;
  std::string_view variable = "HF_OIDC_ID_TOKEN";
  if (!environment.Has(variable)) {
    if (environment.Find("GITHUB_ACTIONS") != "true") {
      return Error{Problem::kUsage,
                   "HF_OIDC_RESOURCE is set, but this job has no identity",
                   "set HF_OIDC_ID_TOKEN to the job's OpenID Connect token"};
    }
    variable = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";
    identity.request_url = ValueOf(environment, "ACTIONS_ID_TOKEN_REQUEST_URL");
    if (!environment.Has(variable) || identity.request_url.empty()) {
      return Error{Problem::kUsage,
                   "HF_OIDC_RESOURCE is set, but GitHub gives this job no "
                   "identity",
                   "give the job 'permissions: id-token: write'"};
    }
  }
  identity.secret = CleanToken(environment.Find(variable).value_or(""));
  if (IsToken(identity.secret)) return identity;
  return Error{Problem::kUsage, std::string(variable) + " holds no token",
               "correct or unset it"};
}

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
                                    const JobIdentity& identity,
                                    const std::string& resource) {
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
  Result<HttpResponse> response = client.value().Post(
      TokenEndpoint(hub), kJsonType, RequestBody(id_token.value(), resource));
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

Result<void> CheckJobIdentity(const Environment& environment) {
  Result<std::string> resource = ResourceIn(environment);
  if (!resource.ok()) return resource.error();
  Result<JobIdentity> identity = IdentityIn(environment);
  if (!identity.ok()) return identity.error();
  return {};
}

Result<ExchangedToken> ExchangeIdentity(const Environment& environment,
                                        const Endpoint& hub) {
  Result<std::string> resource = ResourceIn(environment);
  if (!resource.ok()) return resource.error();
  Result<JobIdentity> identity = IdentityIn(environment);
  if (!identity.ok()) return identity.error();
  const Trace trace(environment);
  const ExchangeKey key{hub.url(), resource.value(), identity.value().secret};
  const auto cache = ExchangeCache::Open(environment);
  if (cache) {
    if (auto cached = cache->Find(key)) {
      trace.Say("using the cached token for " + resource.value());
      return std::move(*cached);
    }
  }
  trace.Say("exchanging the job's identity for a token for " +
            resource.value() + " at " + hub.url());
  Result<ExchangedToken> token =
      RequestToken(environment, hub, identity.value(), resource.value());
  if (!token.ok()) {
    Error error = token.error();
    error.message = "no token for '" + resource.value() + "': " + error.message;
    return error;
  }
  if (cache) cache->Save(key, token.value());
  return token;
}

}  // namespace hf
