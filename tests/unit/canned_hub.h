// SPDX-License-Identifier: Apache-2.0
// A server on this machine that gives the answers of a test, and records the
// requests.

#ifndef HF_TESTS_UNIT_CANNED_HUB_H_
#define HF_TESTS_UNIT_CANNED_HUB_H_

#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "src/hub/endpoint.h"

namespace hf {

/// A whole answer over HTTP; each of \a headers ends with "\r\n".
std::string Canned(int status, std::string_view body,
                   std::string_view headers = "",
                   std::string_view type = "application/json");

/// Listens on a free port of 127.0.0.1 and gives each request the next of its
/// answers; when they have run out, the last again.
class CannedHub {
 public:
  explicit CannedHub(std::vector<std::string> answers = {Canned(200, "{}")});
  ~CannedHub();
  CannedHub(const CannedHub&) = delete;
  CannedHub& operator=(const CannedHub&) = delete;

  std::string url() const {
    return "http://127.0.0.1:" + std::to_string(port_);
  }
  Endpoint endpoint() const { return Endpoint::Parse(url()).value(); }

  /// Gives these answers from now on.
  void Say(std::vector<std::string> answers);

  /// All requests so far, the headers with the body.
  std::vector<std::string> Requests() const;

 private:
  void Serve();
  void Answer(int connection);

  int listener_ = -1;
  int port_ = 0;
  mutable std::mutex mutex_;  // For the members below.
  std::vector<std::string> answers_;
  std::size_t next_ = 0;
  std::vector<std::string> requests_;
  std::thread thread_;
};

}  // namespace hf

#endif  // HF_TESTS_UNIT_CANNED_HUB_H_
