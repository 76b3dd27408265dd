// SPDX-License-Identifier: Apache-2.0
// Logging in with a browser on any device: the OAuth 2.0 device grant
// (RFC 8628, hub-contract §12).

#ifndef HF_SRC_ACCOUNT_OAUTH_DEVICE_FLOW_H_
#define HF_SRC_ACCOUNT_OAUTH_DEVICE_FLOW_H_

#include <string>
#include <string_view>

#include "src/account/api/http_client.h"
#include "src/account/oauth/token_response.h"
#include "src/hub/endpoint.h"

namespace hf {

/// What a person has to approve, and how long they have. The code and the URLs
/// have been checked: they are plain ASCII, the URLs are the Hub's own.
struct DeviceCode {
  SecretString device_code;
  std::string user_code;
  std::string url;           ///< Where the code is typed.
  std::string complete_url;  ///< With the code filled in; else the same as url.
  int interval;              ///< Seconds between two questions, 1 to 60.
  int lifetime;              ///< Seconds, 60 to 1,800.
};

/// Asks \a hub for a code. Fails with kRefused when the Hub sends what must not
/// be shown to a person: a code with strange characters, a URL elsewhere.
Result<DeviceCode> RequestDeviceCode(HttpClient& client, const Endpoint& hub,
                                     std::string_view client_id);

/// What goes on while a person approves.
class PollTimer {
 public:
  virtual ~PollTimer() = default;

  /// Lets \a seconds pass; \a seconds_left are left of the code's life.
  virtual void Wait(int seconds, int seconds_left) = 0;
};

/// Asks \a hub every interval whether the person has approved, until they have
/// or the code has expired. Whatever else goes wrong meanwhile is borne: it may
/// be over in time. Fails with kRefused when the person denies, the Hub says
/// that it is over or the time is up, with kUnreachable when it is up and the
/// Hub did not work to the last.
Result<TokenResponse> AwaitApproval(HttpClient& client, const Endpoint& hub,
                                    std::string_view client_id,
                                    const DeviceCode& code, PollTimer& timer);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_OAUTH_DEVICE_FLOW_H_
