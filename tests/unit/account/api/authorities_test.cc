// SPDX-License-Identifier: Apache-2.0
#include "src/account/api/authorities.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <string_view>

#include "tests/unit/scratch.h"

namespace hf {
namespace {

TEST_CASE("the first file of authorities that can be used is taken") {
  const Scratch machine;
  machine.Give("empty", "");
  machine.Give("first", "certificates");
  machine.Give("second", "certificates");
  REQUIRE(mkdir(machine.Path("folder").c_str(), 0700) == 0);
  const std::string none = machine.Path("none"), empty = machine.Path("empty"),
                    folder = machine.Path("folder"),
                    first = machine.Path("first"),
                    second = machine.Path("second");
  const char* const files[] = {none.c_str(), empty.c_str(), folder.c_str(),
                               first.c_str(), second.c_str()};
  CHECK(FirstReadableFile(files) == first);
  CHECK(FirstReadableFile(std::span(files).first(3)) == std::nullopt);
  CHECK(FirstReadableFile({}) == std::nullopt);
}

TEST_CASE("the authorities of each large distribution are found") {
  for (const std::string_view file :
       {"/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem"}) {
    CAPTURE(file);
    CHECK(std::ranges::count(kAuthorityFiles, file) == 1);
  }
}

}  // namespace
}  // namespace hf
