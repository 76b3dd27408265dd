// SPDX-License-Identifier: Apache-2.0
// HTTP with a token in hand: to one place, over TLS, for a limited time and a
// limited amount of answer (security.md P6 and F).

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

/// What came back, whatever the status.
struct HttpResponse {
  long status = 0;
  SecretString body;                 ///< At most 1 MiB.
  std::string content_type{};        ///< As sent; may be empty.
  std::optional<int> retry_after{};  ///< Seconds, 0 to 86,400.
};

/// Makes requests one after the other, over one connection as long as the
/// server keeps it. Nothing but HTTPS, and HTTP to loopback addresses; no
/// redirect is followed, no ~/.netrc read, no certificate excused. Proxies and
/// certificate authorities are those of git's users: HTTPS_PROXY, ALL_PROXY,
/// NO_PROXY, GIT_SSL_CAINFO, SSL_CERT_FILE, CURL_CA_BUNDLE, GIT_SSL_CAPATH,
/// SSL_CERT_DIR. Not for more than one thread.
class HttpClient {
 public:
  /// \a most_seconds is what one request may take, connecting included. Fails
  /// with kUnreachable when HF_HUB_OFFLINE (or TRANSFORMERS_OFFLINE) forbids
  /// every request.
  static Result<HttpClient> Open(const Environment& environment,
                                 int most_seconds = 30);

  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;
  ~HttpClient();

  /// Both fail with kUnreachable when there is no answer, or one that is too
  /// long or too slow; with kRefused for a URL that is neither https nor
  /// loopback.
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

/// \a fields as kFormType, in order.
SecretString EncodeForm(
    const std::vector<std::pair<std::string_view, std::string_view>>& fields);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_API_HTTP_CLIENT_H_
