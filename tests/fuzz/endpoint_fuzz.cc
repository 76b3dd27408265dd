// SPDX-License-Identifier: Apache-2.0
// Which requests are for a Hub: exact origins only (security.md P2); and the
// URLs of Hubs, which parse to themselves.
#include <algorithm>
#include <string>

#include "src/hub/endpoint.h"
#include "tests/fuzz/fuzz.h"

namespace hf {
namespace {

std::string Fold(std::string_view text) {
  std::string folded(text);
  for (char& byte : folded) {
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte | 32);
  }
  return folded;
}

bool IsOfficial(std::string_view protocol, std::string_view host) {
  const std::string folded = Fold(host);
  return protocol == "https" &&
         (folded == "huggingface.co" || folded == "huggingface.co:443" ||
          folded == "hf.co" || folded == "hf.co:443");
}

void CheckMatch(std::string_view text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view protocol = text.substr(0, end);
  const std::string_view host = text.substr(std::min(end + 1, text.size()));
  for (const std::string_view scheme : {protocol, std::string_view("https")}) {
    const Origin origin{scheme, host, std::nullopt};
    Require((Hubs().Find(origin) != nullptr) == IsOfficial(scheme, host),
            "exactly the official origins match the official Hub");
  }
}

void CheckUrl(std::string_view text) {
  const Result<Endpoint> endpoint = Endpoint::Parse(text);
  if (!endpoint.ok()) return;
  const std::string& url = endpoint.value().url();
  Require(url.starts_with("https://") || url.starts_with("http://127.") ||
              url.starts_with("http://[::1]") ||
              url.starts_with("http://localhost"),
          "the URL of a Hub has https or is on this machine");
  Require(url.find_first_of("@?#%\\ \t\r\n") == url.npos,
          "the URL of a Hub has no user, query or escape");
  const Result<Endpoint> again = Endpoint::Parse(url);
  Require(again.ok() && again.value() == endpoint.value(),
          "the URL of a Hub parses to itself");
}

}  // namespace
}  // namespace hf

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  hf::CheckMatch(hf::TextOf(data, size));
  hf::CheckUrl(hf::TextOf(data, size));
  return 0;
}
