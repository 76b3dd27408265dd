// SPDX-License-Identifier: Apache-2.0
// The library, as a program with a URL calls it.
#include "hf/credential.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/unit/scratch.h"
#include "tests/unit/stand_ins.h"

namespace hf {
namespace {

/// This process, with its own store.
struct Caller {
  Scratch files;
  ScopedVariable variables[4] = {{"HF_TOKEN_PATH", files.Path("token")},
                                 {"HF_TOKEN", ""},
                                 {"HUGGING_FACE_HUB_TOKEN", ""},
                                 {"HF_OIDC_RESOURCE", ""}};

  Caller() {
    files.Give("token", "hf_active");
    files.Give("stored_tokens",
               "[laptop]\nhf_token = hf_active\n\n"
               "[work]\nhf_token = hf_work\n\n");
    files.Give("git_credential_hf",
               "[https://huggingface.co/acme]\ntoken = work\n\n");
  }

  /// The token for \a url; empty for none.
  static std::string TokenFor(std::string_view url) {
    const auto found = FindCredential(url, {"https://hub.corp.example/hub"});
    REQUIRE(found.ok());
    return found.value() ? found.value()->token : "";
  }
};

TEST_CASE_FIXTURE(Caller, "a URL has the token that git would get") {
  CHECK(TokenFor("https://huggingface.co/alice/model") == "hf_active");
  CHECK(TokenFor("https://huggingface.co") == "hf_active");
  CHECK(TokenFor("https://HF.co:443/alice/model?x#y") == "hf_active");
  CHECK(TokenFor("https://huggingface.co/acme/model") == "hf_work");
  CHECK(TokenFor("https://work@huggingface.co/alice/model") == "hf_work");
  CHECK(TokenFor("https://work:x@huggingface.co/alice/model") == "hf_work");
  CHECK(TokenFor("https://hub.corp.example/hub/a/b") == "hf_active");
}

TEST_CASE_FIXTURE(Caller,
                  "a URL of another host has no token in any spelling") {
  for (const char* url :
       {"http://huggingface.co/a/b", "https://github.com/a/b",
        "https://huggingface.co@evil.example/", "huggingface.co/a/b",
        "https://huggingface.co.evil.example/", "//huggingface.co/",
        "https://evil.example\\@huggingface.co/",
        "https://evil.example?@huggingface.co/",
        "https://evil.example#@huggingface.co/", "https://huggingface.co:8443/",
        "https://hub.corp.example/", "https://hub.corp.example/hub2/a", ""}) {
    CAPTURE(url);
    CHECK(TokenFor(url).empty());
  }
}

TEST_CASE_FIXTURE(Caller, "the last '@' before the path ends the user") {
  CHECK(TokenFor("https://work@x@huggingface.co/a/b") == "hf_active");
  CHECK(TokenFor("https://huggingface.co@x@evil.example/").empty());
  CHECK(TokenFor("https://evil.example@work@huggingface.co/a/b") ==
        "hf_active");
}

TEST_CASE_FIXTURE(Caller, "a token that must not be given is an error") {
  files.Give("git_credential_hf",
             "[keyring safe]\nendpoint = https://huggingface.co\n\n");
  const auto kept = FindCredential("https://safe@huggingface.co/", {});
  REQUIRE_FALSE(kept.ok());
  CHECK(kept.error().problem == Problem::kUnavailable);
  CHECK(kept.error().message.find("'safe'") != std::string::npos);
  files.Give("stored_tokens",
             "[laptop]\nhf_token = hf_active\nrefresh_token = r\n"
             "expires_at = 1600000000\n\n");
  const auto expired = FindCredential("https://huggingface.co/", {});
  REQUIRE_FALSE(expired.ok());
  CHECK(expired.error().problem == Problem::kRefused);
  CHECK_FALSE(FindCredential("https://huggingface.co/", {"http://x"}).ok());
}

}  // namespace
}  // namespace hf
