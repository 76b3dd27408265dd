// SPDX-License-Identifier: Apache-2.0
// Which helpers git asks about a URL, and in which order.
#include "src/account/git/credential_config.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace hf {
namespace {

const std::string kUrl = "https://hf.co";

std::vector<std::string> HelpersOf(const HelperChain& chain) {
  std::vector<std::string> helpers;
  for (const ConfigEntry& helper : chain.helpers) {
    helpers.push_back(helper.value);
  }
  return helpers;
}

TEST_CASE("git asks the helpers in the order of its files") {
  const HelperChain chain =
      HelperChainFor({{"credential.helper", "store"},
                      {"credential.https://hf.co.helper", "/bin/hf"},
                      {"credential.https://example.com.helper", "other"},
                      {"credential.https://hf.co/acme.helper", "for-a-path"},
                      {"core.helper", "no credential"},
                      {"credential.helper", "cache"}},
                     kUrl);
  CHECK(HelpersOf(chain) ==
        std::vector<std::string>{"store", "/bin/hf", "cache"});
  CHECK_FALSE(chain.was_reset);
}

TEST_CASE("an empty helper removes the helpers before it") {
  const HelperChain chain =
      HelperChainFor({{"credential.helper", "store"},
                      {"credential.https://hf.co.helper", ""},
                      {"credential.https://hf.co.helper", "/bin/hf"}},
                     kUrl);
  CHECK(HelpersOf(chain) == std::vector<std::string>{"/bin/hf"});
  CHECK(chain.was_reset);
  const HelperChain other =
      HelperChainFor({{"credential.helper", "store"},
                      {"credential.https://example.com.helper", ""}},
                     kUrl);
  CHECK(HelpersOf(other) == std::vector<std::string>{"store"});
  CHECK_FALSE(other.was_reset);
}

TEST_CASE("the last useHttpPath for the URL counts, in git's words for true") {
  for (const char* word : {"true", "TRUE", "yes", "on", "1"}) {
    CAPTURE(word);
    CHECK(HelperChainFor({{"credential.usehttppath", "false"},
                          {"credential.https://hf.co.usehttppath", word}},
                         kUrl)
              .uses_path);
  }
  for (const char* word : {"false", "no", "off", "0", ""}) {
    CAPTURE(word);
    CHECK_FALSE(HelperChainFor({{"credential.usehttppath", "true"},
                                {"credential.https://hf.co.usehttppath", word}},
                               kUrl)
                    .uses_path);
  }
  CHECK_FALSE(
      HelperChainFor({{"credential.http://hf.co.usehttppath", "true"}}, kUrl)
          .uses_path);
}

TEST_CASE("the last user name for the URL counts") {
  CHECK_FALSE(HelperChainFor({}, kUrl).username);
  CHECK_FALSE(
      HelperChainFor({{"credential.https://example.com.username", "eve"}}, kUrl)
          .username);
  CHECK(HelperChainFor({{"credential.username", "ada"},
                        {"credential.https://hf.co.username", "bob"}},
                       kUrl)
            .username == "bob");
}

TEST_CASE("the file of an entry is its origin without the kind") {
  CHECK(FileOf({"a.b", "c", "file:/home/ada/.gitconfig"}) ==
        "/home/ada/.gitconfig");
  CHECK(FileOf({"a.b", "c", "file:/odd:name"}) == "/odd:name");
}

}  // namespace
}  // namespace hf
