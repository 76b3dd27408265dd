// SPDX-License-Identifier: Apache-2.0
#include "src/hub/endpoint.h"

#include <algorithm>

#include "src/hub/access_token.h"
#include "src/text/ascii.h"

namespace hf {
namespace {

constexpr std::string_view kStagingEndpoint = "https://hub-ci.huggingface.co";

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kHostBytes =
    "abcdefghijklmnopqrstuvwxyz0123456789-._";
constexpr std::string_view kPathBytes =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

bool ConsistsOf(std::string_view text, std::string_view bytes) {
  return text.find_first_not_of(bytes) == text.npos;
}

bool IsHost(std::string_view host) {
  if (host.starts_with('[')) {
    return host.size() > 2 && host.ends_with(']') &&
           ConsistsOf(host.substr(1, host.size() - 2), "0123456789abcdef:.");
  }
  return !host.empty() && ConsistsOf(host, kHostBytes) &&
         !host.starts_with('.') && !host.ends_with('.') &&
         !host.starts_with('-') && host.find("..") == host.npos;
}

bool IsPort(std::string_view port) {
  if (port.empty() || port.size() > 5 || port[0] == '0') return false;
  if (!ConsistsOf(port, kDigits)) return false;
  return port.size() < 5 || port <= "65535";
}

/// True when \a path has no empty, `.` or `..` segment.
bool IsPlainPath(std::string_view path) {
  if (!ConsistsOf(path, kPathBytes)) return false;
  while (!path.empty()) {
    const std::string_view segment = path.substr(0, path.find('/'));
    if (segment.empty() || segment == "." || segment == "..") return false;
    path.remove_prefix(std::min(path.size(), segment.size() + 1));
  }
  return true;
}

bool IsLoopback(std::string_view host) {
  if (host == "localhost" || host == "[::1]") return true;
  if (!host.starts_with("127.")) return false;
  int numbers = 0;
  while (!host.empty()) {
    const std::string_view number = host.substr(0, host.find('.'));
    const bool plain = !number.empty() && number.size() <= 3 &&
                       ConsistsOf(number, kDigits) &&
                       (number.size() == 1 || number[0] != '0') &&
                       (number.size() < 3 || number <= "255");
    if (!plain) return false;
    ++numbers;
    const bool last = number.size() == host.size();
    host.remove_prefix(number.size() + (last ? 0 : 1));
    if (!last && host.empty()) return false;
  }
  return numbers == 4;
}

std::string_view DefaultPort(std::string_view protocol) {
  return protocol == "https" ? "443" : "80";
}

/// How a message shows a refused \a url: "this" when it may contain a password,
/// a query or a token.
std::string DisplayUrl(std::string_view url) {
  constexpr std::size_t kLongest = 200;
  const bool is_private =
      url.find_first_of("@?#") != url.npos || MayBeToken(url);
  if (is_private) return "this";
  return "'" + std::string(url.substr(0, kLongest)) + "'";
}

Error NotAnEndpoint(std::string_view url) {
  return {Problem::kUsage, DisplayUrl(url) + " is not a Hub's address",
          "it should look like https://hub.example.com, without a user, a "
          "query or escapes; http only for a loopback address"};
}

}  // namespace

Endpoint Endpoint::Official() {
  Endpoint official;
  official.url_ = kOfficialEndpoint;
  official.protocol_ = "https";
  official.host_ = "huggingface.co";
  official.port_ = "443";
  return official;
}

Result<Endpoint> Endpoint::Parse(std::string_view url) {
  Endpoint endpoint;
  const std::size_t colon = url.find("://");
  if (colon == url.npos) return NotAnEndpoint(url);
  endpoint.protocol_ = FoldAscii(url.substr(0, colon));
  const std::string_view rest = url.substr(colon + 3);
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  std::string_view path = rest.substr(slash);
  while (path.ends_with('/')) path.remove_suffix(1);
  if (!path.empty()) path.remove_prefix(1);

  std::string_view host = rest.substr(0, slash);
  endpoint.port_ = DefaultPort(endpoint.protocol_);
  const std::size_t port = host.rfind(':');
  if (port != host.npos && !host.ends_with(']')) {
    if (!IsPort(host.substr(port + 1))) return NotAnEndpoint(url);
    endpoint.port_ = host.substr(port + 1);
    host = host.substr(0, port);
  }
  endpoint.host_ = FoldAscii(host);
  endpoint.path_ = path;

  const bool secure =
      endpoint.protocol_ == "https" ||
      (endpoint.protocol_ == "http" && IsLoopback(endpoint.host_));
  if (!secure || !IsHost(endpoint.host_) || !IsPlainPath(path)) {
    return NotAnEndpoint(url);
  }
  endpoint.url_ = endpoint.protocol_ + "://" + endpoint.host_;
  if (endpoint.port_ != DefaultPort(endpoint.protocol_)) {
    endpoint.url_ += ":" + endpoint.port_;
  }
  if (!path.empty()) endpoint.url_ += "/" + endpoint.path_;
  if (endpoint.url_ == "https://hf.co") return Official();
  return endpoint;
}

Result<Endpoint> Endpoint::ParseOrigin(std::string_view url) {
  const std::size_t slashes = url.find("://");
  if (slashes == url.npos) return Parse(url);
  return Parse(url.substr(0, url.find_first_of("/?#", slashes + 3)));
}

bool Endpoint::Serves(const Origin& origin) const {
  if (origin.protocol != protocol_) return false;
  const std::string host = FoldAscii(origin.host);
  const auto matches = [&](const std::string& name) {
    if (host == name) return port_ == DefaultPort(protocol_);
    return host == name + ":" + port_;
  };
  if (is_official()) return matches("huggingface.co") || matches("hf.co");
  if (!matches(host_)) return false;
  if (path_.empty()) return true;
  // ".." leads out of the endpoint's path, and an escape may hide it.
  if (!origin.path || origin.path->find('%') != origin.path->npos) return false;
  const std::string_view path = *origin.path;
  if (path.find("..") != path.npos) return false;
  return path == path_ || path.starts_with(path_ + "/");
}

std::string_view Endpoint::PathBelow(std::string_view path) const {
  if (path_.empty()) return path;
  path.remove_prefix(std::min(path_.size() + 1, path.size()));
  return path;
}

const Endpoint* Hubs::Find(const Origin& origin) const {
  for (const Endpoint& endpoint : endpoints_) {
    if (endpoint.Serves(origin)) return &endpoint;
  }
  return nullptr;
}

bool IsStaging(const Environment& environment) {
  return environment.IsTrue("HUGGINGFACE_CO_STAGING");
}

Result<Endpoint> EndpointFromEnvironment(const Environment& environment) {
  if (IsStaging(environment)) return Endpoint::Parse(kStagingEndpoint);
  const auto url = environment.Find("HF_ENDPOINT");
  if (!url) return Endpoint::Official();
  Result<Endpoint> endpoint = Endpoint::Parse(*url);
  if (!endpoint.ok()) {
    Error error = endpoint.error();
    error.message = "HF_ENDPOINT: " + error.message;
    return error;
  }
  return endpoint;
}

}  // namespace hf
