// SPDX-License-Identifier: Apache-2.0
#include "src/account/hub_of_token.h"

#include "src/account/registration.h"

namespace hf {
Result<Endpoint> HubOfToken(const Environment& environment,
                            const std::optional<std::string>& recorded) {
  Result<Endpoint> named = PeoplesEndpoint(environment);
  if (!named.ok()) return named.error();
  const std::string& url = named.value().url();
  if (recorded) {
    Result<Endpoint> hub = Endpoint::Parse(*recorded);
    if (!hub.ok()) return hub.error();
    if (named.value().is_official() || hub.value() == named.value()) return hub;
    return Error{Problem::kRefused,
                 "the token belongs to " + hub.value().url() +
                     ", and HF_ENDPOINT names " + url,
                 "unset HF_ENDPOINT, or log in there with 'git-credential-hf "
                 "login'"};
  }
  if (named.value().is_official() ||
      GitAsksUsAbout(environment, named.value())) {
    return named;
  }
  return Error{
      Problem::kRefused,
      "not sending the token to " + url + ", which only HF_ENDPOINT names",
      "if that Hub is yours: git-credential-hf configure --endpoint " + url};
}

}  // namespace hf
