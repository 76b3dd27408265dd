// SPDX-License-Identifier: Apache-2.0
// What get, store and erase read from git's record alike.
#include "src/helper/operations.h"
#include "src/hub/access_token.h"
#include "src/hub/endpoint.h"
#include "src/text/base64.h"

namespace hf {

const Endpoint* FindHub(const Hubs& hubs, const Record& request) {
  const auto protocol = request.Find("protocol");
  const auto host = request.Find("host");
  if (!protocol || !host) return nullptr;
  return hubs.Find({*protocol, *host, request.Find("path")});
}

bool IsHubInTheClear(const Hubs& hubs, const Record& request) {
  const auto host = request.Find("host");
  return host && request.Find("protocol") == "http" &&
         hubs.Find({"https", *host, request.Find("path")});
}

void TraceRequest(const Trace& trace, std::string_view operation,
                  const Endpoint& hub, const Record& request) {
  if (!trace.is_on()) return;
  std::string line = std::string(operation) + " for " + hub.url();
  if (const auto username = request.Find("username")) {
    line += MayBeToken(*username) ? ", with a username that may be a token"
                                  : ", username " + std::string(*username);
  }
  if (const auto path = request.Find("path")) {
    line += ", path " + std::string(path->substr(0, path->find('?')));
  }
  if (request.Lists("capability[]", "authtype")) line += ", authtype";
  trace.Say(line);
}

std::optional<SecretString> TokenIn(const Record& request) {
  if (const auto password = request.Find("password")) {
    return SecretString(*password);
  }
  const auto scheme = request.Find("authtype");
  const auto credential = request.Find("credential");
  if (!scheme || !credential) return std::nullopt;
  if (*scheme == "Bearer") return SecretString(*credential);
  if (*scheme != "Basic") return std::nullopt;
  const auto pair = DecodeBase64(*credential);
  if (!pair) return std::nullopt;
  const std::size_t colon = pair->find(':');
  if (colon == pair->npos) return std::nullopt;
  return pair->substr(colon + 1);
}

}  // namespace hf
