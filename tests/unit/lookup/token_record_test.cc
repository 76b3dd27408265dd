// SPDX-License-Identifier: Apache-2.0
// Which Hub a token belongs to, in a store that is valid, odd or broken.
#include "src/lookup/token_record.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "src/hub/endpoint.h"
#include "tests/unit/scratch.h"

namespace hf {
namespace {

constexpr char kToken[] = "hf_corp";
constexpr char kCorp[] = "https://hub.corp.example";

/// What RecordedHubs() says of kToken: URLs, "(none)" or "(unknown)".
std::string HubIn(const Scratch& files) {
  const std::string path = files.Path("stored_tokens");
  const auto hubs = RecordedHubs(TokenStore::Read(path), path, kToken);
  if (!hubs.ok()) {
    CHECK_FALSE(hubs.error().hint.empty());
    CHECK(hubs.error().message.find(kToken) == std::string::npos);
    return "(unknown)";
  }
  std::string urls;
  for (const Endpoint& hub : hubs.value()) {
    urls += (urls.empty() ? "" : " ") + hub.url();
  }
  return urls.empty() ? "(none)" : urls;
}

std::string HubIn(const std::string& store) {
  const Scratch files;
  files.Give("stored_tokens", store);
  return HubIn(files);
}

struct Row {
  std::string store, hub;
};

TEST_CASE("the record of a token comes from all sections that hold it") {
  const std::string corp = "endpoint = " + std::string(kCorp) + "\n";
  const Row kRows[] = {
      {"", "(none)"},
      {"[a]\nhf_token = hf_corp\n\n", "(none)"},
      {"[a]\nhf_token = hf_corp\n" + corp + "\n", kCorp},
      // In any order of the sections.
      {"[a]\nhf_token = hf_corp\n\n[b]\nhf_token = hf_corp\n" + corp + "\n",
       kCorp},
      {"[a]\nhf_token = hf_corp\n" + corp + "\n[b]\nhf_token = hf_corp\n\n",
       kCorp},
      // Also of the token that a refresh has replaced.
      {"[a]\nhf_token = hf_new\nprevious_token = hf_corp\n" + corp + "\n",
       kCorp},
      // Sections of other tokens do not count.
      {"[a]\nhf_token = hf_corp\n\n[b]\nhf_token = hf_corp2\n" + corp + "\n",
       "(none)"},
      {"[hf_corp]\nhf_token = hf_other\n" + corp + "\n", "(none)"},
      // A part of another token is not the token, but a whole word is.
      {"[a]\nhf_token = a.hf_corp\n" + corp + "\n", "(none)"},
      {"[a]\nhf_token = a.hf_corp hf_corp\n" + corp + "\n", kCorp},
      // Defaults belong to every section, also if there is no section.
      {"[DEFAULT]\n" + corp + "\n[a]\nhf_token = hf_corp\n\n", kCorp},
      {"[DEFAULT]\nhf_token = hf_corp\n" + corp + "\n", kCorp},
      // Python's other spellings of a key.
      {"[a]\nhf_token: hf_corp\nEndPoint : " + std::string(kCorp) + "\n\n",
       kCorp},
      {"[a]\r\nhf_token=hf_corp\r\nENDPOINT=" + std::string(kCorp) + "\r\n\r\n",
       kCorp},
      // A user has logged in with it at two Hubs.
      {"[a]\nhf_token = hf_corp\n" + corp +
           "\n[b]\nhf_token = hf_corp\nendpoint = https://huggingface.co\n\n",
       std::string(kCorp) + " https://huggingface.co"},
      // One Hub has two names.
      {"[a]\nhf_token = hf_corp\nendpoint = https://hf.co\n\n"
       "[b]\nhf_token = hf_corp\nendpoint = https://huggingface.co\n\n",
       "https://huggingface.co"},
      // A token with an invalid address belongs to no Hub.
      {"[a]\nhf_token = hf_corp\nendpoint =\n\n", "(unknown)"},
      {"[a]\nhf_token = hf_corp\nendpoint = \"https://hf.co\"\n\n",
       "(unknown)"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.store);
    CHECK(HubIn(row.store) == row.hub);
  }
}

TEST_CASE("the search finds an endpoint in an odd spelling") {
  const std::string url = kCorp;
  const std::string kOdd[] = {
      // Indented, so that Python takes it for a part of the token.
      "[a]\nhf_token = hf_corp\n  endpoint = " + url + "\n\n",
      "[a]\nhf_token =\n  hf_corp\n  Endpoint: " + url + "\n\n",
      "[a]\nhf_token = hf_corp\nuser = alice\n\tendpoint = " + url + "\n\n",
      "[a]\nhf_token = hf_corp ; endpoint = " + url + "\n\n",
      "[a]\nhf_token = \"hf_corp\" # endpoint " + url + "\n\n",
      // Cut off in the middle of a line.
      "[a]\nhf_token = hf_corp\nendpoint = https://huggingface.co",
      "[a]\nhf_token = hf_corp\n\n[b]\nhf_token = hf_b\nendpoint",
  };
  for (const std::string& store : kOdd) {
    CAPTURE(store);
    CHECK(HubIn(store) == "(unknown)");
  }
  // A value that only begins with the token, or has it in quotes.
  CHECK(HubIn("[a]\nhf_token = \"hf_corp\"\nendpoint = " + url + "\n\n") ==
        url);
  // The word in a user's name has no effect.
  CHECK(HubIn("[endpoint]\nhf_token = hf_corp\nuser = endpoint-bot\n\n") ==
        "(none)");
}

TEST_CASE("a broken store with the word endpoint gives no Hub") {
  const std::string kBroken[] = {"nonsense\n", "[a]\nx\n", "[a]\n[a]\n",
                                 "[a\xff]\n", "{\"tokens\": {}}\n"};
  const std::string kSaying[] = {"endpoint = https://hub.corp.example\n",
                                 "# ENDPOINT\n", "[endpoint\n", "xEndPointx",
                                 std::string("e\0n\0d\0p\0o\0i\0n\0t\0", 16)};
  for (const std::string& broken : kBroken) {
    CAPTURE(broken);
    CHECK(HubIn(broken + "[b]\nhf_token = hf_corp\n\n") ==
          "https://huggingface.co");
    for (const std::string& saying : kSaying) {
      CAPTURE(saying);
      CHECK(HubIn(broken + saying) == "(unknown)");
      CHECK(HubIn(saying + "\n" + broken) == "(unknown)");
    }
  }
}

TEST_CASE("a store that cannot be read gives no Hub") {
  const Scratch files;
  const std::string path = files.Path("stored_tokens");
  CHECK(HubIn(files) == "(none)");
  SUBCASE("a folder") { REQUIRE(mkdir(path.c_str(), 0700) == 0); }
  SUBCASE("a FIFO") { REQUIRE(mkfifo(path.c_str(), 0600) == 0); }
  SUBCASE("a link to nothing") {
    REQUIRE(symlink("nowhere", path.c_str()) == 0);
  }
  SUBCASE("a link to itself") {
    REQUIRE(symlink("stored_tokens", path.c_str()) == 0);
  }
  SUBCASE("too large") {
    files.Give("stored_tokens", std::string((1 << 20) + 1, '\n'));
  }
  CHECK(HubIn(files) == "(unknown)");
}

}  // namespace
}  // namespace hf
