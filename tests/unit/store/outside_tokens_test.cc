// SPDX-License-Identifier: Apache-2.0
#include "src/store/outside_tokens.h"

#include <doctest/doctest.h>

#include <string>

#include "src/hub/endpoint.h"
#include "src/store/locked_store.h"
#include "src/store/owner_rules.h"
#include "src/store/token_command.h"
#include "src/store/token_store.h"
#include "tests/unit/scratch.h"

namespace hf {
namespace {

StoredToken Named(const std::string& name) {
  StoredToken token;
  token.name = name;
  token.token = "hf_secret";
  token.refresh_token = "refresh";
  token.endpoint = "https://huggingface.co";
  token.user = "alice";
  token.expires_at = 1'800'000'000;
  token.in_keyring = true;
  return token;
}

void Add(const Scratch& files, const std::string& name,
         const std::vector<std::string>& former = {}) {
  auto store = LockedStore::Acquire(files.Store());
  REQUIRE(store.ok());
  REQUIRE(AddKeyringToken(store.value(), Named(name), former).ok());
}

TEST_CASE("what is outside of the store is for the Hub of its record") {
  const Endpoint hub = Endpoint::Official();
  const Endpoint other = Endpoint::Parse("https://hub.corp.example").value();
  OutsideTokens names;
  CHECK_FALSE(names.HasAnyFor(hub));
  names.tokens = {Named("kept")};
  CHECK(names.KeyringHasAny());
  CHECK(names.KeyringHasAnyFor(hub));
  CHECK_FALSE(names.KeyringHasAnyFor(other));
  CHECK_FALSE(names.HasAnyFor(other));
  CHECK_FALSE(names.HasCommandFor(hub));
  names.tokens[0].in_keyring = false;
  names.tokens[0].command = TokenCommand();
  CHECK_FALSE(names.KeyringHasAny());
  CHECK_FALSE(names.KeyringHasAnyFor(hub));
  CHECK(names.HasCommandFor(hub));
  CHECK_FALSE(names.HasCommandFor(other));
}

TEST_CASE("a token in the keyring has its name before git's tokens") {
  const Scratch files;
  OutsideTokens names;
  names.tokens = {Named("same")};
  struct {
    const char* section;
    bool is_kept;
  } const kRows[] = {
      {"", true},
      {"[other]\nhf_token = hf_x\n\n", true},
      {"[same]\nhf_token = hf_x\nsource = git\n\n", true},
      {"[same]\nuser = x\n\n", true},
      {"[same]\nhf_token = hf_x\n\n", false},
  };
  for (const auto& row : kRows) {
    CAPTURE(row.section);
    files.Give("stored_tokens", row.section);
    const auto store = TokenStore::Read(files.Path("stored_tokens"));
    REQUIRE(store.ok());
    const auto found = FindToken(store.value(), names, "same");
    REQUIRE(found);
    CHECK(found->in_keyring == row.is_kept);
  }
}

TEST_CASE("no record is made for a token that is not there") {
  const Scratch files;
  Add(files, "laptop");
  const std::string before = files.Read("git_credential_hf");
  const auto store = LockedStore::Acquire(files.Store());
  REQUIRE(store.ok());
  const auto edit = [](IniSection& section) { section.Set("user", "eve"); };
  CHECK(UpdateRecord(store.value(), Named("gone"), edit).ok());
  StoredToken printed = Named("laptop");
  printed.in_keyring = false;
  printed.command = TokenCommand();
  CHECK(UpdateRecord(store.value(), printed, edit).ok());
  CHECK(files.Read("git_credential_hf") == before);
  CHECK(UpdateRecord(store.value(), Named("laptop"), edit).ok());
  CHECK(files.Read("git_credential_hf") != before);
}

TEST_CASE("a saved name has no secret and is the active one") {
  const Scratch files;
  Add(files, "laptop");
  CHECK(files.Read("git_credential_hf") ==
        "[keyring laptop]\nendpoint = https://huggingface.co\nuser = alice\n"
        "expires_at = 1800000000\nactive = yes\n\n");
  CHECK(files.Names() == std::vector<std::string>{"git_credential_hf"});
  Add(files, "work");
  const auto names = ReadOutsideTokens(files.Store()).value();
  CHECK(names.active == "work");
  REQUIRE(names.Find("laptop"));
  CHECK(names.Find("laptop")->in_keyring);
  CHECK(names.Find("laptop")->user == "alice");
  CHECK(names.Find("laptop")->token.empty());
  CHECK_FALSE(names.Find("keyring"));
}

TEST_CASE("a name that is saved again keeps no old key") {
  const Scratch files;
  files.Give("git_credential_hf",
             "[https://huggingface.co/acme]\ntoken = x\nactive = maybe\n\n"
             "[keyring laptop]\nuser = bob\nclient_id = theirs\n"
             "rejected_at = 1\nfuture = 2\n\n");
  auto store = LockedStore::Acquire(files.Store());
  REQUIRE(store.ok());
  StoredToken token = Named("laptop");
  token.user.reset();
  token.expires_at.reset();
  token.client_id = "ours";
  REQUIRE(AddKeyringToken(store.value(), token, {}).ok());
  CHECK(files.Read("git_credential_hf") ==
        "[https://huggingface.co/acme]\ntoken = x\nactive = maybe\n\n"
        "[keyring laptop]\nendpoint = https://huggingface.co\n"
        "client_id = ours\nactive = yes\n\n");
}

TEST_CASE("odd names are found again") {
  const Scratch files;
  for (const std::string name :
       {" x ", "[a", "#a", "a]b", "keyring", "active", "\u2028",
        "https://huggingface.co/acme", "100%(x)s"}) {
    Add(files, name);
    const auto names = ReadOutsideTokens(files.Store()).value();
    CHECK(names.active == name);
    CHECK(names.Find(name));
  }
  CHECK(ReadOwnerRules(files.Store()).value().empty());
}

TEST_CASE("rules and names share one file") {
  const Scratch files;
  const Endpoint hub = Endpoint::Official();
  REQUIRE(SetOwnerRule(files.Store(), hub, "acme", "old").ok());
  REQUIRE(SetOwnerRule(files.Store(), hub, "other", "else").ok());
  Add(files, "new", {"old"});
  const auto rules = ReadOwnerRules(files.Store()).value();
  REQUIRE(rules.size() == 2);
  CHECK(rules[0].token == "new");
  CHECK(rules[1].token == "else");
  auto store = LockedStore::Acquire(files.Store());
  REQUIRE(RemoveKeyringToken(store.value(), "new").ok());
  CHECK(ReadOwnerRules(files.Store()).value().size() == 2);
  CHECK(ReadOutsideTokens(files.Store()).value().tokens.empty());
}

TEST_CASE("at most one name is active") {
  const Scratch files;
  Add(files, "a");
  Add(files, "b");
  auto store = LockedStore::Acquire(files.Store());
  REQUIRE(SetActiveOutside(store.value(), Named("a")).ok());
  CHECK(ReadOutsideTokens(files.Store()).value().Active()->name == "a");
  REQUIRE(ClearActiveOutside(store.value()).ok());
  CHECK_FALSE(ReadOutsideTokens(files.Store()).value().Active());
  REQUIRE(RemoveKeyringToken(store.value(), "nobody").ok());
  CHECK(ReadOutsideTokens(files.Store()).value().tokens.size() == 2);
}

TEST_CASE("the user's token in the file comes first, git's last") {
  const Scratch files;
  Add(files, "work");
  const auto names = ReadOutsideTokens(files.Store()).value();
  const auto found = [&](const std::string& text) {
    files.Give("stored_tokens", text);
    return FindToken(TokenStore::Read(files.Path("stored_tokens")).value(),
                     names, "work");
  };
  CHECK(found("[other]\nhf_token = a\n\n")->in_keyring);
  CHECK(found("[work]\nhf_token = a\nsource = git\n\n")->in_keyring);
  CHECK_FALSE(found("[work]\nhf_token = a\n\n")->in_keyring);
}

}  // namespace
}  // namespace hf
