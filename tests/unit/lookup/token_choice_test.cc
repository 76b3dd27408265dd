// SPDX-License-Identifier: Apache-2.0
// Which of several suitable tokens is chosen.
#include "src/lookup/token_choice.h"

#include <doctest/doctest.h>

#include <string>

#include "src/hub/endpoint.h"
#include "src/lookup/choose_token.h"
#include "tests/unit/scratch.h"

namespace hf {
namespace {

/// A user with tokens in files and, by name, in a keyring.
class User {
 public:
  Scratch files;

  /// The name of the token that \a username gets; empty for none.
  std::string Choice(std::string_view username) const {
    const Variables environment({"HF_TOKEN_PATH=" + files.Path("token")});
    Notices notices;
    const auto choice = ChooseToken(environment.Get(),
                                    {Endpoint::Official(), username}, notices);
    REQUIRE(choice.ok());
    return choice.value() ? choice.value()->name : "";
  }
};

constexpr char kTwoOfAlice[] =
    "[first]\nhf_token = hf_first\nuser = alice\n\n"
    "[second]\nhf_token = hf_second\nuser = alice\n\n";

TEST_CASE_FIXTURE(User, "the active token of an account is chosen") {
  files.Give("stored_tokens", kTwoOfAlice);
  CHECK(Choice("alice") == "first");
  files.Give("token", "hf_second");
  CHECK(Choice("alice") == "second");
  files.Give("token", "hf_first");
  CHECK(Choice("alice") == "first");
  // A token's name chooses it, whichever token is active.
  CHECK(Choice("second") == "second");
  files.Give("token", "hf_of_another");
  CHECK(Choice("alice") == "first");
}

constexpr char kTwoInKeyring[] =
    "[keyring first]\nendpoint = https://huggingface.co\nuser = alice\n\n"
    "[keyring second]\nendpoint = https://huggingface.co\nuser = alice\n"
    "active = yes\n\n";

TEST_CASE_FIXTURE(User, "the active token of the keyring is chosen first") {
  files.Give("git_credential_hf", kTwoInKeyring);
  CHECK(Choice("alice") == "second");
  CHECK(Choice("first") == "first");
}

TEST_CASE_FIXTURE(User,
                  "beside a token file no token of the keyring is active") {
  files.Give("git_credential_hf", kTwoInKeyring);
  files.Give("token", "hf_of_another");
  CHECK(Choice("alice") == "first");
  files.Give("stored_tokens",
             "[filed]\nhf_token = hf_filed\nuser = alice\n\n"
             "[used]\nhf_token = hf_used\nuser = alice\n\n");
  CHECK(Choice("alice") == "filed");
  files.Give("token", "hf_used");
  CHECK(Choice("alice") == "used");
}

TEST_CASE_FIXTURE(User,
                  "a token with the name of the active one is not active") {
  files.Give("git_credential_hf", kTwoInKeyring);
  files.Give("stored_tokens",
             "[a]\nhf_token = hf_a\nuser = alice\n\n"
             "[second]\nhf_token = hf_b\nuser = alice\n\n");
  // Without a token file the keyring's active one is the active one.
  const Variables environment({"HF_TOKEN_PATH=" + files.Path("token")});
  Notices notices;
  const auto choice =
      ChooseToken(environment.Get(), {Endpoint::Official(), "alice"}, notices);
  REQUIRE(choice.ok());
  REQUIRE(choice.value());
  CHECK(choice.value()->outside);
  CHECK(choice.value()->name == "second");
}

TEST_CASE_FIXTURE(User, "a valid token precedes a rejected active token") {
  files.Give("stored_tokens",
             "[dead]\nhf_token = hf_dead\nuser = alice\n"
             "rejected_at = 1600000000\n\n"
             "[live]\nhf_token = hf_live\nuser = alice\n\n");
  files.Give("token", "hf_dead");
  CHECK(Choice("alice") == "live");
}

TEST_CASE_FIXTURE(User, "the user's token precedes git's token of that name") {
  files.Give("stored_tokens",
             "[git-1]\nhf_token = hf_gits\nusername = alice\nsource = git\n\n"
             "[mine]\nhf_token = hf_mine\nuser = alice\n\n");
  CHECK(Choice("alice") == "mine");
  CHECK(Choice("git-1").empty());
}

}  // namespace
}  // namespace hf
