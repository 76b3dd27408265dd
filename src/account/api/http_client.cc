// SPDX-License-Identifier: Apache-2.0
#include "src/account/api/http_client.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <sys/socket.h>

#include <algorithm>

#include "src/account/api/authorities.h"
#include "src/account/api/wiping_memory.h"
#include "src/hub/access_token.h"
#include "src/hub/endpoint.h"
#include "src/text/trace.h"

namespace hf {
namespace {

constexpr std::size_t kMaxBodyBytes = 1 << 20;
constexpr std::size_t kMaxHeaderBytes = 64 << 10;

struct Receiver {
  SecretString body;
  std::size_t header_bytes = 0;
};

/// Counts the bytes itself, because CURLOPT_MAXFILESIZE trusts the length that
/// the server announces. To return less than \a size makes libcurl fail.
std::size_t ReceiveBody(char* data, std::size_t, std::size_t size, void* to) {
  auto* receiver = static_cast<Receiver*>(to);
  if (receiver->body.size() + size > kMaxBodyBytes) return 0;
  receiver->body.append(data, size);
  return size;
}

std::size_t CountHeader(char*, std::size_t, std::size_t size, void* to) {
  auto* receiver = static_cast<Receiver*>(to);
  receiver->header_bytes += size;
  return receiver->header_bytes > kMaxHeaderBytes ? 0 : size;
}

/// A socket that does not block. libcurl changes the mode later without
/// checking the result, and its time limits need a socket that does not block.
curl_socket_t OpenSocket(void*, curlsocktype, curl_sockaddr* address) {
  return socket(address->family,
                address->socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
                address->protocol);
}

/// The value of the first of \a variables that is set; nothing when none is.
std::optional<std::string> FindFirst(
    const Environment& environment,
    std::initializer_list<std::string_view> variables) {
  for (const std::string_view variable : variables) {
    if (environment.Has(variable)) {
      return std::string(*environment.Find(variable));
    }
  }
  return std::nullopt;
}

/// True for http to a loopback address, false for https. Fails for every other
/// URL, and for one with a user name or another part that Endpoint refuses.
/// Ignores path and query.
Result<bool> IsCleartext(const std::string& url) {
  Result<Endpoint> origin = Endpoint::ParseOrigin(url);
  if (!origin.ok()) return origin.error();
  return origin.value().url().starts_with("http:");
}

/// Host and port of \a url, for messages. A path or a query may contain a
/// secret.
std::string HostOf(const std::string& url) {
  const std::size_t host = url.find("://") + 3;
  return url.substr(host, url.find_first_of("/?#", host) - host);
}

bool IsCertificateError(CURLcode code) {
  return code == CURLE_PEER_FAILED_VERIFICATION ||
         code == CURLE_SSL_CERTPROBLEM || code == CURLE_SSL_ISSUER_ERROR ||
         code == CURLE_SSL_CACERT_BADFILE ||
         code == CURLE_SSL_INVALIDCERTSTATUS;
}

/// curl_easy_escape() allocates its copy with WipingMalloc(). It takes a length
/// of 0 for "up to the NUL byte", and an empty view need not have one.
void AppendEscaped(std::string_view text, SecretString& form) {
  if (text.empty()) return;
  char* const escaped =
      curl_easy_escape(nullptr, text.data(), static_cast<int>(text.size()));
  if (escaped) form += escaped;
  curl_free(escaped);
}

}  // namespace

struct HttpClient::Session {
  CURL* handle = nullptr;
  Receiver receiver;
  const Trace trace;
  bool has_authorities = false;

  explicit Session(const Environment& environment) : trace(environment) {}
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() { curl_easy_cleanup(handle); }

  void Configure(const Environment& environment, int max_seconds);
  void ChooseAuthorities(const Environment& environment);
  Error TransportError(CURLcode code, const std::string& url) const;
};

void HttpClient::Session::Configure(const Environment& environment,
                                    int max_seconds) {
  constexpr long kConnectSeconds = 10, kSlowBytes = 10, kSlowSeconds = 15;
  const auto set = [this](CURLoption option, auto value) {
    curl_easy_setopt(handle, option, value);
  };
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_UNRESTRICTED_AUTH, 0L);
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  set(CURLOPT_TIMEOUT, static_cast<long>(max_seconds));
  set(CURLOPT_LOW_SPEED_LIMIT, kSlowBytes);
  set(CURLOPT_LOW_SPEED_TIME, kSlowSeconds);
  set(CURLOPT_USERAGENT, "git-credential-hf/" HF_VERSION);
  set(CURLOPT_WRITEFUNCTION, ReceiveBody);
  set(CURLOPT_WRITEDATA, static_cast<void*>(&receiver));
  set(CURLOPT_HEADERFUNCTION, CountHeader);
  set(CURLOPT_HEADERDATA, static_cast<void*>(&receiver));
  set(CURLOPT_OPENSOCKETFUNCTION, OpenSocket);
  ChooseAuthorities(environment);
}

/// A libcurl that was built on another distribution knows no file or the wrong
/// one.
void HttpClient::Session::ChooseAuthorities(const Environment& environment) {
  const char* built_in = nullptr;
  curl_easy_getinfo(handle, CURLINFO_CAINFO, &built_in);
  auto file = FindFirst(environment,
                        {"GIT_SSL_CAINFO", "SSL_CERT_FILE", "CURL_CA_BUNDLE"});
  if (!file && built_in) file = FirstReadableFile({&built_in, 1});
  if (!file) file = FirstReadableFile(kAuthorityFiles);
  if (file) curl_easy_setopt(handle, CURLOPT_CAINFO, file->c_str());
  const auto directory =
      FindFirst(environment, {"GIT_SSL_CAPATH", "SSL_CERT_DIR"});
  if (directory) curl_easy_setopt(handle, CURLOPT_CAPATH, directory->c_str());
  has_authorities = file || directory;
}

Error HttpClient::Session::TransportError(CURLcode code,
                                          const std::string& url) const {
  const std::string host = "'" + HostOf(url) + "'";
  if (IsCertificateError(code) && !has_authorities) {
    return {Problem::kUnreachable,
            "the certificate of " + host +
                " cannot be verified: this machine has no file with the "
                "certificates of authorities",
            "install the package ca-certificates, or name such a file in "
            "SSL_CERT_FILE"};
  }
  if (IsCertificateError(code)) {
    return {Problem::kUnreachable,
            "the certificate of " + host +
                " cannot be trusted: " + curl_easy_strerror(code),
            "if it is signed by an authority of your own, name its file in "
            "SSL_CERT_FILE"};
  }
  if (code == CURLE_WRITE_ERROR) {
    return {Problem::kUnreachable, host + " sent an oversized reply",
            "a proxy may have answered in place of the Hub"};
  }
  return {Problem::kUnreachable,
          "cannot reach " + host + ": " + curl_easy_strerror(code),
          "see whether the network is up, and HTTPS_PROXY if you need one"};
}

HttpClient::HttpClient(std::unique_ptr<Session> session)
    : session_(std::move(session)) {}
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient::~HttpClient() = default;

Result<HttpClient> HttpClient::Open(const Environment& environment,
                                    int max_seconds) {
  const std::string_view offline = environment.Has("HF_HUB_OFFLINE")
                                       ? "HF_HUB_OFFLINE"
                                       : "TRANSFORMERS_OFFLINE";
  if (environment.IsTrue(offline)) {
    return Error{Problem::kUnreachable,
                 std::string(offline) + " is set, so the Hub is not asked",
                 "unset it to go online"};
  }
  // SSLKEYLOGFILE makes libcurl write the connection's keys into a file.
  unsetenv("SSLKEYLOGFILE");
  static const CURLcode ready =
      curl_global_init_mem(CURL_GLOBAL_DEFAULT, WipingMalloc, WipingFree,
                           WipingRealloc, WipingStrdup, WipingCalloc);
  auto session = std::make_unique<Session>(environment);
  if (ready == CURLE_OK) session->handle = curl_easy_init();
  if (!session->handle) {
    return Error{Problem::kUnavailable, "libcurl does not start"};
  }
  session->Configure(environment, max_seconds);
  return HttpClient(std::move(session));
}

namespace {

std::string HeaderOf(CURL* curl, const char* name) {
  curl_header* header = nullptr;
  if (curl_easy_header(curl, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK) {
    return {};
  }
  return header->value;
}

}  // namespace

Result<HttpResponse> HttpClient::Perform(
    const std::string& url, const std::vector<SecretString>& headers) {
  Result<bool> cleartext = IsCleartext(url);
  if (!cleartext.ok()) return cleartext.error();
  CURL* const curl = session_->handle;
  curl_slist* list = nullptr;
  for (const SecretString& header : headers) {
    list = curl_slist_append(list, header.c_str());
  }
  session_->receiver = {};
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  const char* const protocol = cleartext.value() ? "http" : "https";
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, protocol);
  curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, protocol);
  // No proxy for http: the proxy would see the token. With a null pointer,
  // libcurl reads NO_PROXY.
  curl_easy_setopt(curl, CURLOPT_NOPROXY, cleartext.value() ? "*" : nullptr);
  const CURLcode code = curl_easy_perform(curl);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, nullptr);
  curl_slist_free_all(list);
  if (code != CURLE_OK) {
    session_->trace.Say("no answer from " + HostOf(url));
    return session_->TransportError(code, url);
  }

  HttpResponse response;
  response.body = std::move(session_->receiver.body);
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &response.status);
  session_->trace.Say(HostOf(url) + " answers with status " +
                      std::to_string(response.status));
  const char* type = nullptr;
  curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
  if (type) response.content_type = type;
  curl_off_t wait = 0;
  curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &wait);
  constexpr curl_off_t kDay = 86'400;
  if (wait > 0) response.retry_after = static_cast<int>(std::min(wait, kDay));
  response.error_code = HeaderOf(curl, "X-Error-Code");
  response.error_message = HeaderOf(curl, "X-Error-Message");
  return response;
}

Result<HttpResponse> HttpClient::Get(const std::string& url,
                                     std::string_view bearer) {
  if (!IsToken(bearer)) {
    return Error{Problem::kRefused, "this is not a token"};
  }
  curl_easy_setopt(session_->handle, CURLOPT_HTTPGET, 1L);
  SecretString authorization = "Authorization: Bearer ";
  authorization += bearer;
  return Perform(url, {std::move(authorization)});
}

Result<HttpResponse> HttpClient::Post(const std::string& url,
                                      std::string_view content_type,
                                      const SecretString& body) {
  CURL* const curl = session_->handle;
  curl_easy_setopt(curl, CURLOPT_POST, 1L);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                   static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
  SecretString type = "Content-Type: ";
  type += content_type;
  return Perform(url, {std::move(type), "Accept: application/json"});
}

SecretString EncodeForm(
    const std::vector<std::pair<std::string_view, std::string_view>>& fields) {
  SecretString form;
  for (const auto& [key, value] : fields) {
    if (!form.empty()) form += '&';
    AppendEscaped(key, form);
    form += '=';
    AppendEscaped(value, form);
  }
  return form;
}

}  // namespace hf
