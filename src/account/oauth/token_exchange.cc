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

/// `acme/model`, `datasets/acme/big`, `alice`: it goes into a file of ours, a
/// line each, and into messages.
Result<std::string> ResourceIn(const Environment& environment) {
  constexpr std::size_t kLongest = 512;
  std::string resource = ValueOf(environment, "HF_OIDC_RESOURCE");
  const bool plain =
      resource.size() <= kLongest &&
      std::all_of(resource.begin(), resource.end(),
                  [](char byte) { return byte > 0x20 && byte < 0x7f; });
  if (plain) return resource;
  return Error{Problem::kUsage,
               "HF_OIDC_RESOURCE is not the name of a resource",
               "set it to OWNER/NAME, datasets/OWNER/NAME or USER"};
}

/// What proves who this job is, or lets it ask for that.
struct JobIdentity {
  SecretString secret;
  std::string mint_url;  ///< Empty when the secret is the identity token.
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
    identity.mint_url = ValueOf(environment, "ACTIONS_ID_TOKEN_REQUEST_URL");
    if (!environment.Has(variable) || identity.mint_url.empty()) {
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

/// The identity token that GitHub gives to the job, made out for \a hub.
Result<SecretString> Mint(HttpClient& client, const JobIdentity& identity,
                          const Endpoint& hub) {
  std::string url = identity.mint_url;
  url += url.find('?') == url.npos ? '?' : '&';
  url += EncodeForm({{"audience", hub.url()}});
  Result<HttpResponse> answer = client.Get(url, identity.secret);
  if (!answer.ok()) return answer.error();
  const Result<JsonObject> said = JsonObject::Parse(answer.value().body);
  const auto value = said.ok() ? said.value().FindText("value") : std::nullopt;
  if (answer.value().status == 200 && value && IsToken(*value)) {
    return SecretString(*value);
  }
  return Error{Problem::kUnreachable,
               "GitHub gave no identity to this job (status " +
                   std::to_string(answer.value().status) + ")",
               "see whether the job has 'permissions: id-token: write'"};
}

SecretString RequestFor(const SecretString& id_token,
                        const std::string& resource) {
  JsonWriter json;
  json.Add("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
  json.Add("subject_token_type", "urn:ietf:params:oauth:token-type:id_token");
  json.Add("subject_token", id_token);
  json.Add("resource", resource);
  return json.Finish();
}

Result<ExchangedToken> AskHub(const Environment& environment,
                              const Endpoint& hub, const JobIdentity& identity,
                              const std::string& resource) {
  constexpr std::int64_t kLifetime = 3600;  // When the Hub does not say.
  Result<HttpClient> client = HttpClient::Open(environment);
  if (!client.ok()) return client.error();
  Result<SecretString> id_token = identity.mint_url.empty()
                                      ? Result<SecretString>(identity.secret)
                                      : Mint(client.value(), identity, hub);
  if (!id_token.ok()) return id_token.error();
  const std::int64_t began = time(nullptr);
  Result<HttpResponse> answer = client.value().Post(
      TokenEndpoint(hub), kJsonType, RequestFor(id_token.value(), resource));
  if (!answer.ok()) return answer.error();
  Result<JsonObject> said =
      ReadApiResponse(answer.value(), hub, id_token.value());
  if (!said.ok()) return said.error();
  auto grant = ParseTokenResponse(said.value());
  if (!grant) {
    return Error{Problem::kRefused, hub.url() + " gave no token"};
  }
  return ExchangedToken{std::move(grant->token),
                        began + grant->expires_in.value_or(kLifetime)};
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
    if (auto kept = cache->Find(key)) {
      trace.Say("the token given for " + resource.value() + " is still good");
      return std::move(*kept);
    }
  }
  trace.Say("exchanging the job's identity for a token for " +
            resource.value() + " at " + hub.url());
  Result<ExchangedToken> token =
      AskHub(environment, hub, identity.value(), resource.value());
  if (!token.ok()) {
    Error error = token.error();
    error.message = "no token for '" + resource.value() + "': " + error.message;
    return error;
  }
  if (cache) cache->Keep(key, token.value());
  return token;
}

}  // namespace hf
