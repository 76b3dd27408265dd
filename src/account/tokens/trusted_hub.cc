// SPDX-License-Identifier: Apache-2.0
#include "src/account/tokens/trusted_hub.h"

#include <algorithm>

#include "src/account/configure/helper_sections.h"
#include "src/lookup/token_record.h"
#include "src/store/system_file.h"

namespace hf {
namespace {

/// True when root has named \a hub for all users.
bool IsHubOfSystem(const Endpoint& hub) {
  const Result<SystemFile> system = ReadSystemFile(SystemFilePath());
  if (!system.ok()) return false;
  const std::vector<Endpoint>& hubs = system.value().hubs;
  return std::find(hubs.begin(), hubs.end(), hub) != hubs.end();
}

}  // namespace

bool IsTrustedHub(const Environment& environment, const Endpoint& hub) {
  return hub.is_official() || IsHubOfSystem(hub) ||
         IsConfiguredGlobally(environment, hub);
}

Result<Endpoint> TrustedHubFor(const Context& context,
                               const std::vector<Endpoint>& recorded) {
  const Result<Endpoint>& named = context.hub;
  if (!named.ok()) return named.error();
  const std::string& url = named.value().url();
  if (!recorded.empty()) {
    if (Allow(recorded, named.value())) return named;
    if (named.value().is_official()) return recorded.front();
    return Error{Problem::kRefused,
                 "the token belongs to " + recorded.front().url() +
                     ", and HF_ENDPOINT names " + url,
                 "unset HF_ENDPOINT to use the token"};
  }
  if (IsTrustedHub(context.environment, named.value())) return named;
  return Error{
      Problem::kRefused,
      "not sending the token to " + url + ", which only HF_ENDPOINT names",
      "unset HF_ENDPOINT; to use another Hub, log in to it or run "
      "'git-credential-hf configure --endpoint URL'"};
}

}  // namespace hf
