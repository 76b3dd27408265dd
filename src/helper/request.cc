// SPDX-License-Identifier: Apache-2.0
// What get, store and erase all read from git's record.
#include "src/helper/operations.h"
#include "src/hub/access_token.h"
#include "src/hub/endpoint.h"
#include "src/store/system_file.h"
#include "src/text/base64.h"

namespace hf {

const Endpoint* FindHub(const Hubs& hubs, const Record& request) {
  const auto protocol = request.Find(field::kProtocol);
  const auto host = request.Find(field::kHost);
  if (!protocol || !host) return nullptr;
  return hubs.Find({*protocol, *host, request.Find(field::kPath)});
}

std::optional<Endpoint> FindHub(const Session& session, const Record& request) {
  if (const Endpoint* hub = FindHub(session.hubs, request)) return *hub;
  Result<SystemFile> system = ReadSystemFile(SystemFilePath());
  if (!system.ok()) return std::nullopt;  // Most such requests are not ours.
  Hubs hubs;
  for (Endpoint& hub : system.value().hubs) hubs.Add(std::move(hub));
  const Endpoint* hub = FindHub(hubs, request);
  return hub ? std::optional(*hub) : std::nullopt;
}

bool IsHubOverHttp(const Hubs& hubs, const Record& request) {
  const auto host = request.Find(field::kHost);
  return host && request.Find(field::kProtocol) == "http" &&
         hubs.Find({"https", *host, request.Find(field::kPath)});
}

void TraceRequest(const Trace& trace, std::string_view operation,
                  const Endpoint& hub, const Record& request) {
  if (!trace.is_on()) return;
  std::string line = std::string(operation) + " for " + hub.url();
  if (const auto username = request.Find(field::kUsername)) {
    line += MayBeToken(*username) ? ", with a username that may be a token"
                                  : ", username " + std::string(*username);
  }
  if (const auto path = request.Find(field::kPath)) {
    line += ", path " + std::string(path->substr(0, path->find('?')));
  }
  if (request.Lists(field::kCapability, field::kAuthtype)) line += ", authtype";
  trace.Say(line);
}

std::optional<SecretString> TokenIn(const Record& request) {
  if (const auto password = request.Find(field::kPassword)) {
    return SecretString(*password);
  }
  const auto scheme = request.Find(field::kAuthtype);
  const auto credential = request.Find(field::kCredential);
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
