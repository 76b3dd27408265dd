// SPDX-License-Identifier: Apache-2.0
// Login with a browser on any device: the OAuth 2.0 device authorization grant
// (RFC 8628, hub-contract §12).

#ifndef HF_SRC_ACCOUNT_OAUTH_DEVICE_FLOW_H_
#define HF_SRC_ACCOUNT_OAUTH_DEVICE_FLOW_H_

#include <string>
#include <string_view>

#include "src/account/api/http_client.h"
#include "src/account/oauth/token_response.h"
#include "src/hub/endpoint.h"

namespace hf {

/// The codes of one login, which the user must approve before they expire. The
/// user code and the URLs are checked: they are ASCII without control
/// characters, and the URLs are on the Hub's host.
struct DeviceCode {
  SecretString device_code;
  std::string user_code;
  std::string url;           ///< The page where the user enters the code.
  std::string complete_url;  ///< The same page with the code, else `url`.
  int interval;              ///< Seconds between two requests, 1 to 60.
  int lifetime;              ///< Seconds, 60 to 1,800.
};

/// Asks \a hub for a device code. Fails with kRefused when the answer must not
/// be shown to the user: a code with other characters than letters, digits and
/// `-`, or a URL of another host. Otherwise fails as ReadApiResponse().
Result<DeviceCode> RequestDeviceCode(HttpClient& client, const Endpoint& hub,
                                     std::string_view client_id);

/// Waits between two requests.
class PollTimer {
 public:
  virtual ~PollTimer() = default;

  /// Returns after \a seconds, or earlier when the wait is interrupted. The
  /// code expires in \a seconds_left.
  virtual void Wait(int seconds, int seconds_left) = 0;
};

/// Polls \a hub until the user has approved the login or the code has expired,
/// and returns the tokens. Ignores a failed request or an answer that cannot be
/// read: polling goes on. Fails with kRefused when the user denies the login,
/// the Hub ends it or the code has expired; with kUnreachable when the code has
/// expired and the last request failed.
Result<TokenResponse> AwaitApproval(HttpClient& client, const Endpoint& hub,
                                    std::string_view client_id,
                                    const DeviceCode& code, PollTimer& timer);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_OAUTH_DEVICE_FLOW_H_
