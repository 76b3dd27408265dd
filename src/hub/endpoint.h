// SPDX-License-Identifier: Apache-2.0
// Which requests are for a Hub. Origins must match exactly.

#ifndef HF_SRC_HUB_ENDPOINT_H_
#define HF_SRC_HUB_ENDPOINT_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hf/result.h"
#include "src/system/environment.h"

namespace hf {

/// The Hub's own address. https://hf.co is its short name and the same Hub.
inline constexpr std::string_view kOfficialEndpoint = "https://huggingface.co";

/// The URL that git asks a credential for, in git's three fields.
struct Origin {
  std::string_view protocol;
  std::string_view host;  ///< With the port, if the URL has one.
  std::optional<std::string_view> path;
};

/// One Hub: scheme, host, port and perhaps a path, without user or query.
class Endpoint {
 public:
  /// The official Hub, at both its names.
  static Endpoint Official();

  /// Reads `https://host[:port][/path]`, or http for 127.0.0.0/8, [::1] and
  /// localhost. Ignores trailing slashes. Fails with kUsage for anything else
  /// (a user, a query, a blank, an escape, a port like 0443). Both names of the
  /// official Hub give Official().
  static Result<Endpoint> Parse(std::string_view url);

  /// The Hub at the scheme, host and port of \a url. Ignores what follows them.
  /// Fails as Parse().
  static Result<Endpoint> ParseOrigin(std::string_view url);

  bool is_official() const { return url_ == kOfficialEndpoint; }

  /// `https://hub.corp.example:8443/path`: in lower case up to the path,
  /// without a default port or a trailing slash. What the store records.
  const std::string& url() const { return url_; }

  /// True when \a origin is this Hub: the same protocol, and the same host
  /// after folding A-Z, with or without the default port. An endpoint with a
  /// path serves only requests with a path below it.
  bool Serves(const Origin& origin) const;

  /// \a path, of a request that this Serves(), without the endpoint's own path.
  std::string_view PathBelow(std::string_view path) const;

  bool operator==(const Endpoint&) const = default;

 private:
  std::string url_;
  std::string protocol_, host_, port_, path_;  // The path without slashes.
};

/// The Hub for the verbs: HF_ENDPOINT, else the official one. Fails with kUsage
/// when HF_ENDPOINT is not the URL of a Hub.
Result<Endpoint> EndpointFromEnvironment(const Environment& environment);

/// True when HUGGINGFACE_CO_STAGING selects the Hub's staging site. HF_ENDPOINT
/// is then ignored, and the token file is another one (contract §1).
bool IsStaging(const Environment& environment);

/// The Hubs that a helper answers for: the official one and those that its
/// command line names.
class Hubs {
 public:
  Hubs() : endpoints_{Endpoint::Official()} {}
  void Add(Endpoint endpoint) { endpoints_.push_back(std::move(endpoint)); }

  /// The Hub that \a origin belongs to; null when it belongs to none of these.
  const Endpoint* Find(const Origin& origin) const;

 private:
  std::vector<Endpoint> endpoints_;
};

}  // namespace hf

#endif  // HF_SRC_HUB_ENDPOINT_H_
