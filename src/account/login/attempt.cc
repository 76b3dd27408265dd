// SPDX-License-Identifier: Apache-2.0
#include "src/account/login/attempt.h"

namespace hf {

std::string Attempt::ClientId() const {
  const auto id = context.environment.Find("HF_DEVICE_CODE_OAUTH_CLIENT_ID");
  return options.endpoint && id ? std::string(*id) : std::string(kClientId);
}

}  // namespace hf
