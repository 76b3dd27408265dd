// SPDX-License-Identifier: Apache-2.0
// The small Hub of tests/hub, for tests that need real TLS and a real proxy.

#ifndef HF_TESTS_UNIT_SMALL_HUB_H_
#define HF_TESTS_UNIT_SMALL_HUB_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "tests/unit/scratch.h"

namespace hf {

inline constexpr char kAliceToken[] = "hf_aliceWriteTokenForTestsOnly00000001";

/// Serves on free ports of 127.0.0.1 as long as it lives.
class SmallHub {
 public:
  SmallHub();
  ~SmallHub();
  SmallHub(const SmallHub&) = delete;
  SmallHub& operator=(const SmallHub&) = delete;

  /// Its addresses over TLS, in the clear and as a proxy; `http://…`.
  std::string https, http, proxy;

  /// The file with the authority that signed its certificate.
  std::string ca;

  /// One line of JSON for each request so far.
  std::vector<std::string> Requests() const;

 private:
  Scratch root_;
  int alive_ = -1;  // The Hub's stdin; the Hub ends when it closes.
  pid_t process_ = -1;
};

}  // namespace hf

#endif  // HF_TESTS_UNIT_SMALL_HUB_H_
