// SPDX-License-Identifier: Apache-2.0
// Which requests are a Hub's: exact origins and nothing that resembles one.

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

/// What git asks about: a credential's URL in git's own three fields.
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
  /// localhost. Trailing slashes do not count. Anything else (a user, a query,
  /// a blank, an escape, a port like 0443) is kUsage. Either name of the
  /// official Hub is Official().
  static Result<Endpoint> Parse(std::string_view url);

  /// The Hub at the scheme, host and port of \a url, whatever follows them.
  static Result<Endpoint> ParseOrigin(std::string_view url);

  bool is_official() const { return url_ == kOfficialEndpoint; }

  /// `https://hub.corp.example:8443/path`: in lower case up to the path,
  /// without a default port or a trailing slash. What the store records.
  const std::string& url() const { return url_; }

  /// True when \a origin is this Hub, byte for byte: the protocol as it is, the
  /// host after folding A-Z, with or without the default port. An endpoint with
  /// a path serves only requests that have a path below it.
  bool Serves(const Origin& origin) const;

  /// \a path of a request that it Serves(), without the endpoint's own path.
  std::string_view PathBelow(std::string_view path) const;

  bool operator==(const Endpoint&) const = default;

 private:
  std::string url_;
  std::string protocol_, host_, port_, path_;  // The path without slashes.
};

/// The Hub that the verbs talk to: HF_ENDPOINT, else the official one. Fails
/// with kUsage when HF_ENDPOINT is not the address of one.
Result<Endpoint> EndpointFromEnvironment(const Environment& environment);

/// True when HUGGINGFACE_CO_STAGING chooses the Hub's staging site, whatever
/// HF_ENDPOINT says; the token file is then another one (contract §1).
bool IsStaging(const Environment& environment);

/// The Hubs that a helper answers for: the official one and those that its
/// command line names.
class Hubs {
 public:
  Hubs() : endpoints_{Endpoint::Official()} {}
  void Add(Endpoint endpoint) { endpoints_.push_back(std::move(endpoint)); }

  /// The Hub that \a origin belongs to, or nothing when it is not ours.
  const Endpoint* Find(const Origin& origin) const;

 private:
  std::vector<Endpoint> endpoints_;
};

}  // namespace hf

#endif  // HF_SRC_HUB_ENDPOINT_H_
