// SPDX-License-Identifier: Apache-2.0
// An HTTP client for requests that carry a token: TLS only, no redirects, with
// limits for the time and for the size of the answer (security.md P6 and F).

#ifndef HF_SRC_ACCOUNT_API_HTTP_CLIENT_H_
#define HF_SRC_ACCOUNT_API_HTTP_CLIENT_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hf/result.h"
#include "src/system/environment.h"
#include "src/system/secret.h"

namespace hf {

/// RFC 9110, section 15.
constexpr long kOk = 200, kUnauthorized = 401, kForbidden = 403,
               kNotFoundStatus = 404;

/// An answer with any status.
struct HttpResponse {
  long status = 0;
  SecretString body;                 ///< At most 1 MiB.
  std::string content_type{};        ///< As the server sent it; may be empty.
  std::optional<int> retry_after{};  ///< Seconds, 0 to 86,400.
  std::string error_code{};          ///< The headers X-Error-Code and
  std::string error_message{};       ///< X-Error-Message; empty without.
};

/// Sends requests one after the other, over one connection while the server
/// keeps it open. It uses HTTPS, and HTTP to loopback addresses only. It
/// follows no redirect, reads no ~/.netrc and accepts no invalid certificate.
/// It reads the proxy and the certificate authorities from HTTPS_PROXY,
/// ALL_PROXY, NO_PROXY, GIT_SSL_CAINFO, SSL_CERT_FILE, CURL_CA_BUNDLE,
/// GIT_SSL_CAPATH and SSL_CERT_DIR. Not safe for more than one thread.
class HttpClient {
 public:
  /// \a max_seconds is the time limit of one request, connecting included.
  /// Fails with kUnreachable when HF_HUB_OFFLINE (or TRANSFORMERS_OFFLINE)
  /// forbids every request.
  static Result<HttpClient> Open(const Environment& environment,
                                 int max_seconds = 30);

  HttpClient(HttpClient&&) noexcept;
  ~HttpClient();

  /// Get() and Post() fail with kUnreachable when there is no answer, or it is
  /// too long or too slow; with kRefused for a URL that is neither https nor
  /// http to a loopback address. Get() fails with kRefused when \a bearer is
  /// not a token.
  Result<HttpResponse> Get(const std::string& url, std::string_view bearer);
  Result<HttpResponse> Post(const std::string& url,
                            std::string_view content_type,
                            const SecretString& body);

 private:
  struct Session;
  explicit HttpClient(std::unique_ptr<Session> session);
  Result<HttpResponse> Perform(const std::string& url,
                               const std::vector<SecretString>& headers);

  std::unique_ptr<Session> session_;
};

inline constexpr std::string_view kFormType =
    "application/x-www-form-urlencoded";
inline constexpr std::string_view kJsonType = "application/json";

/// \a fields encoded as kFormType, in the given order.
SecretString EncodeForm(
    const std::vector<std::pair<std::string_view, std::string_view>>& fields);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_API_HTTP_CLIENT_H_
