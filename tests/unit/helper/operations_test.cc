// SPDX-License-Identifier: Apache-2.0
// get, store and erase as git calls them, on real files and pipes.
#include "src/helper/operations.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <vector>

#include "src/hub/endpoint.h"
#include "src/text/base64.h"
#include "tests/unit/scratch.h"

namespace hf {
namespace {

constexpr char kHub[] = "protocol=https\nhost=huggingface.co\n";
constexpr char kCorp[] = "protocol=https\nhost=hub.corp.example\n";

/// A user with a token store, and git on the other end of two pipes.
class GitAsks {
 public:
  Scratch files;
  std::vector<std::string> variables;

  std::string Get(const std::string& request) { return Run(hf::Get, request); }
  std::string Store(const std::string& request) {
    return Run(hf::Store, request);
  }
  std::string Erase(const std::string& request) {
    return Run(hf::Erase, request);
  }
  bool failed = false;  ///< The last call ended in an error.
  Error error{};

 private:
  std::string Run(Result<void> (*operation)(const Session&),
                  const std::string& request) {
    std::vector<std::string> texts = variables;
    texts.push_back("HF_TOKEN_PATH=" + files.Path("token"));
    const Variables environment(texts);
    Hubs hubs;
    hubs.Add(Endpoint::Parse("https://hub.corp.example").value());
    int in[2], out[2];
    REQUIRE(pipe(in) == 0);
    REQUIRE(pipe(out) == 0);
    REQUIRE(write(in[1], request.data(), request.size()) ==
            static_cast<ssize_t>(request.size()));
    close(in[1]);
    const Result<void> done =
        operation({environment.Get(), hubs, in[0], out[1]});
    failed = !done.ok();
    error = failed ? done.error() : Error{};
    close(in[0]);
    close(out[1]);
    std::string answer;
    char chunk[256];
    for (ssize_t size; (size = read(out[0], chunk, sizeof chunk)) > 0;) {
      answer.append(chunk, static_cast<std::size_t>(size));
    }
    close(out[0]);
    return answer;
  }
};

std::string Answer(const std::string& username, const std::string& token) {
  return "username=" + username + "\npassword=" + token + "\n";
}

TEST_CASE_FIXTURE(GitAsks,
                  "get without a login answers nothing and is not an error") {
  CHECK(Get(kHub).empty());
  CHECK_FALSE(failed);
}

TEST_CASE_FIXTURE(GitAsks, "get uses the sources in the documented order") {
  files.Give("token", "hf_active\n");
  files.Give("stored_tokens",
             "[laptop]\nhf_token = hf_active\nuser = alice\n\n"
             "[work]\nhf_token = hf_work\nuser = bob\n\n"
             "[other]\nhf_token = hf_other\nuser = alice\n\n");
  const std::string hub = kHub;
  CHECK(Get(hub) == Answer("hf_user", "hf_active"));
  CHECK(Get(hub + "username=work\n") == Answer("work", "hf_work"));
  CHECK(Get(hub + "username=bob\n") == Answer("bob", "hf_work"));
  // Two tokens of one account: the active one.
  CHECK(Get(hub + "username=alice\n") == Answer("alice", "hf_active"));
  CHECK(Get(hub + "username=other\n") == Answer("other", "hf_other"));
  // The Hub authenticates the token, so any user name gets one.
  CHECK(Get(hub + "username=somebody\n") == Answer("somebody", "hf_active"));
  CHECK(Get(hub + "username=\n") == Answer("", "hf_active"));
  CHECK(Get(hub + "username=../../x\n") == Answer("../../x", "hf_active"));
  variables = {"HF_TOKEN=hf_variable"};
  CHECK(Get(hub + "username=work\n") == Answer("work", "hf_variable"));
}

TEST_CASE_FIXTURE(GitAsks, "get sends a token only to the Hub of its record") {
  files.Give("token", "hf_corp");
  files.Give("stored_tokens",
             "[corp]\nhf_token = hf_corp\n"
             "endpoint = https://hub.corp.example\n\n"
             "[home]\nhf_token = hf_home\n"
             "endpoint = https://huggingface.co\n\n"
             "[nowhere]\nhf_token = hf_nowhere\nendpoint = ?\n\n");
  CHECK(Get(kHub).empty());
  CHECK_FALSE(failed);
  CHECK(Get(kCorp) == Answer("hf_user", "hf_corp"));
  CHECK(Get(std::string(kHub) + "username=home\n") ==
        Answer("home", "hf_home"));
  CHECK(Get(std::string(kCorp) + "username=home\n") ==
        Answer("home", "hf_corp"));
  CHECK(Get(std::string(kHub) + "username=nowhere\n").empty());
  files.Give("token", "hf_home");
  CHECK(Get("protocol=https\nhost=hf.co\n") == Answer("hf_user", "hf_home"));
  CHECK(Get(kCorp).empty());
}

TEST_CASE_FIXTURE(GitAsks,
                  "get answers the active token beside a broken store") {
  files.Give("token", "hf_active");
  files.Give("stored_tokens", "[a]\nhf_token = hf_active\nnonsense\n");
  CHECK(Get(kHub) == Answer("hf_user", "hf_active"));
  CHECK(Get(kCorp).empty());
  // But an endpoint in it still limits the token.
  files.Give("stored_tokens",
             "nonsense\n[a]\nhf_token = hf_active\n"
             "endpoint = https://hub.corp.example\n");
  CHECK(Get(kHub).empty());
  CHECK(failed);
  CHECK(Get(kCorp).empty());
  CHECK(failed);
}

TEST_CASE_FIXTURE(GitAsks, "get uses authtype only if git has announced it") {
  const std::string asks = std::string("capability[]=authtype\n") + kHub;
  files.Give("token", "hf_active");
  CHECK(Get(asks) ==
        "capability[]=authtype\nauthtype=Basic\n"
        "credential=aGZfdXNlcjpoZl9hY3RpdmU=\nephemeral=1\n");
  // A colon in the name would cut the token.
  CHECK(Get(asks + "username=a:b\n").find("aGZfdXNlcjpoZl9hY3RpdmU=") !=
        std::string::npos);
  files.Give("token", "hf_oauth_x");
  CHECK(Get(asks) ==
        "capability[]=authtype\nauthtype=Bearer\n"
        "credential=hf_oauth_x\nephemeral=1\n");
  files.Give("token", "plain");
  files.Give("stored_tokens",
             "[o]\nhf_token = plain\nrefresh_token = secret\n"
             "expires_at = 4102444800\n\n");
  CHECK(Get(asks) ==
        "capability[]=authtype\nauthtype=Bearer\n"
        "credential=plain\nephemeral=1\n"
        "password_expiry_utc=4102444800\n");
  CHECK(Get(kHub) ==
        Answer("hf_user", "plain") + "password_expiry_utc=4102444800\n");
  CHECK(Get(std::string("capability[]=state\n") + kHub) == Get(kHub));
}

TEST_CASE_FIXTURE(GitAsks,
                  "get does not answer an expired token and names it") {
  files.Give("token", "hf_old");
  files.Give("stored_tokens",
             "[old]\nhf_token = hf_old\nexpires_at = 1600000000\n\n");
  CHECK(Get(kHub).empty());
  REQUIRE(failed);
  CHECK(error.message == "the token 'old' has expired");
}

TEST_CASE_FIXTURE(GitAsks, "get reads an expiry as Python's int() does") {
  files.Give("token", "hf_t");
  struct Row {
    const char* text;
    const char* answered;  // Null: no expiry, and the token is valid.
  };
  const Row kRows[] = {
      {"+4_102_444_800", "4102444800"},
      {"soon", nullptr},
      {"", nullptr},
      {"4102444800.5", nullptr},
      {"_1", nullptr},
      {"1__0", nullptr},
      {"1_", nullptr},
      {"99999999999999999999", nullptr},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.text);
    files.Give("stored_tokens", std::string("[t]\nhf_token = hf_t\n") +
                                    "expires_at = " + row.text + "\n\n");
    const std::string answer = Get(kHub);
    CHECK(answer == Answer("hf_user", "hf_t") +
                        (row.answered ? std::string("password_expiry_utc=") +
                                            row.answered + "\n"
                                      : ""));
  }
}

TEST_CASE_FIXTURE(GitAsks, "get tells git to quit in a keyless job") {
  files.Give("token", "hf_active");
  variables = {"HF_OIDC_RESOURCE=acme/model", "HF_TOKEN=hf_variable"};
  CHECK(Get(kHub) == "quit=1\n");
  CHECK(failed);
  CHECK(Get("protocol=https\nhost=github.com\n").empty());
  CHECK_FALSE(failed);
}

TEST_CASE_FIXTURE(GitAsks, "store keeps a token of git as git's own") {
  const std::string offer =
      std::string(kHub) + "username=bob\npassword=hf_bob\n";
  CHECK(Store(offer).empty());
  CHECK(files.Read("stored_tokens") ==
        "[bob]\nhf_token = hf_bob\nendpoint = https://huggingface.co\n"
        "source = git\nusername = bob\n\n");
  CHECK(files.Read("token") == "(none)");
  CHECK(Get(std::string(kHub) + "username=bob\n") == Answer("bob", "hf_bob"));
  CHECK(Get(kHub) == Answer("bob", "hf_bob"));  // The only one that fits.
  CHECK(Get(std::string(kHub) + "username=eve\n").empty());
  CHECK(Get(kCorp).empty());
  // The same user again, with another token and an expiry.
  Store(std::string(kHub) +
        "username=bob\npassword=hf_new\npassword_expiry_utc=4102444800\n");
  CHECK(files.Read("stored_tokens") ==
        "[bob]\nhf_token = hf_new\nendpoint = https://huggingface.co\n"
        "source = git\nusername = bob\nexpires_at = 4102444800\n\n");
  // With two suitable tokens, get does not guess.
  Store(std::string(kHub) + "username=hf_user\npassword=hf_two\n");
  CHECK(files.Read("stored_tokens").find("[git]\n") != std::string::npos);
  CHECK(Get(kHub).empty());
}

TEST_CASE_FIXTURE(GitAsks, "get answers no token of git's that has expired") {
  files.Give("stored_tokens",
             "[bob]\nhf_token = hf_bob\nendpoint = https://huggingface.co\n"
             "source = git\nusername = bob\nexpires_at = 1600000000\n\n");
  CHECK(Get(kHub).empty());
  CHECK(Get(std::string(kHub) + "username=bob\n").empty());
  CHECK_FALSE(failed);
}

TEST_CASE_FIXTURE(GitAsks,
                  "an active token that git stored has the record of git") {
  const std::string endpoint = "endpoint = https://huggingface.co\n";
  const std::string by_git =
      "[one]\nhf_token = hf_same\n" + endpoint +
      "source = git\nusername = one\nexpires_at = 4102444800\n\n"
      "[two]\nhf_token = hf_same\n" +
      endpoint + "source = git\nusername = two\n\n";
  files.Give("token", "hf_same");
  files.Give("stored_tokens", by_git);
  CHECK(Get(kHub) ==
        Answer("one", "hf_same") + "password_expiry_utc=4102444800\n");
  CHECK(Get(kCorp).empty());
  // What the user saved counts before it.
  files.Give("stored_tokens",
             by_git + "[mine]\nhf_token = hf_same\n" + endpoint + "\n");
  CHECK(Get(kHub) == Answer("hf_user", "hf_same"));
}

TEST_CASE_FIXTURE(GitAsks, "store never changes what the user saved") {
  const std::string of_user = "[alice]\nhf_token = hf_alice\n\n";
  files.Give("token", "hf_alice");
  files.Give("stored_tokens", of_user);
  Store(std::string(kHub) + "username=alice\npassword=hf_ATTACKER\n");
  CHECK(files.Read("token") == "hf_alice");
  CHECK(files.Read("stored_tokens") ==
        of_user +
            "[alice-2]\nhf_token = hf_ATTACKER\n"
            "endpoint = https://huggingface.co\nsource = git\n"
            "username = alice\n\n");
  CHECK(Get(kHub) == Answer("hf_user", "hf_alice"));
  CHECK(Get(std::string(kHub) + "username=alice\n") ==
        Answer("alice", "hf_alice"));
}

TEST_CASE_FIXTURE(GitAsks, "store does not keep a token without need") {
  files.Give("token", "hf_active");
  const std::string store = "[known]\nhf_token = hf_known\n\n";
  files.Give("stored_tokens", store);
  const std::string who = std::string(kHub) + "username=u\n";
  variables = {"HUGGING_FACE_HUB_TOKEN= hf_variable\n"};
  const std::string kOffers[] = {
      who + "password=hf_known\n",
      who + "password=hf_active\n",
      who + "password=hf_variable\n",
      who + "password=hf_x\nephemeral=1\n",
      who + "password=hf_x\npassword_expiry_utc=1600000000\n",
      who + "password=hf_x\npassword_expiry_utc=soon\n",
      who + "password=hf_x\npassword_expiry_utc=\n",
      who + "password=hf_x\npassword_expiry_utc=-1\n",
      who + "password=hf_x\npassword_expiry_utc=4102444800.5\n",
      who + "password=hf_x\npassword_expiry_utc=9999999999999999999\n",
      who + "password=my secret password\n",  // no token of the Hub's
      who + "authtype=Bearer\ncredential=hf_x\n",
      who,                                    // no password
      std::string(kHub) + "password=hf_x\n",  // no user
      "protocol=https\nhost=github.com\nusername=u\npassword=hf_x\n",
      "protocol=http\nhost=huggingface.co\nusername=u\npassword=hf_x\n",
      "protocol=https\nusername=u\npassword=hf_x\n",
  };
  for (const std::string& offer : kOffers) {
    CAPTURE(offer);
    CHECK(Store(offer).empty());
    CHECK_FALSE(failed);
    CHECK(files.Read("stored_tokens") == store);
    CHECK(files.Read("token") == "hf_active");
  }
}

TEST_CASE_FIXTURE(GitAsks,
                  "store gives a name that cannot be a section another one") {
  for (const std::string name : {"DEFAULT", "", "hf_user", "\xff"}) {
    CAPTURE(name);
    files.Give("stored_tokens", "[a]\nhf_token = hf_a\n\n");
    Store(std::string(kHub) + "username=" + name + "\npassword=hf_new\n");
    const std::string store = files.Read("stored_tokens");
    CHECK(store.starts_with("[a]\nhf_token = hf_a\n\n"));
    if (!failed)
      CHECK(store.find("\n[git]\nhf_token = hf_new\n") != store.npos);
    CHECK(failed == (name == "\xff"));
  }
}

TEST_CASE_FIXTURE(GitAsks, "store keeps two users with the same password") {
  const std::string hub = kHub;
  const std::string one = hub + "username=user1\npassword=hf_same\n";
  const std::string two = hub + "username=user2\npassword=hf_same\n";
  Store(one);
  Store(two);
  Store(one);  // Git offers it again after each success.
  CHECK(files.Read("stored_tokens") ==
        "[user1]\nhf_token = hf_same\nendpoint = https://huggingface.co\n"
        "source = git\nusername = user1\n\n"
        "[user2]\nhf_token = hf_same\nendpoint = https://huggingface.co\n"
        "source = git\nusername = user2\nstored_order = 1\n\n");
  CHECK(Get(hub + "username=user1\n") == Answer("user1", "hf_same"));
  CHECK(Get(hub + "username=user2\n") == Answer("user2", "hf_same"));
  Erase(one);
  CHECK(Get(hub + "username=user1\n").empty());
  CHECK(Get(hub + "username=user2\n") == Answer("user2", "hf_same"));
  Erase(two);
  CHECK(Get(hub + "username=user2\n").empty());
}

TEST_CASE_FIXTURE(GitAsks,
                  "a token of another Hub is not stored for this one") {
  const std::string store =
      "[corp]\nhf_token = hf_corp\nendpoint = https://hub.corp.example\n"
      "source = git\nusername = u\n\n";
  files.Give("stored_tokens", store);
  Store(std::string(kHub) + "username=u\npassword=hf_corp\n");
  Store(std::string(kHub) + "username=v\npassword=hf_corp\n");
  CHECK_FALSE(failed);
  CHECK(files.Read("stored_tokens") == store);
}

TEST_CASE_FIXTURE(GitAsks, "store keeps a user's tokens for two Hubs apart") {
  const std::string user = "username=bob\npassword=";
  Store(kHub + user + "hf_hub\n");
  Store(kCorp + user + "hf_corp\n");
  Store(kHub + user + "hf_hub2\n");
  CHECK(Get(std::string(kHub) + "username=bob\n") == Answer("bob", "hf_hub2"));
  CHECK(Get(std::string(kCorp) + "username=bob\n") == Answer("bob", "hf_corp"));
  CHECK(files.Read("stored_tokens").find("hf_hub\n") == std::string::npos);
}

TEST_CASE_FIXTURE(GitAsks, "store does not keep odd or very long user names") {
  const std::string hub = kHub;
  for (const std::string& name :
       {std::string(257, 'u'), std::string(60'000, 'u'), std::string("a\x1b"),
        std::string("a\tb"), std::string("\x7f"), std::string("\xc2\x9b")}) {
    CAPTURE(name.substr(0, 9));
    Store(hub + "username=" + name + "\npassword=hf_new\n");
    CHECK_FALSE(failed);
    CHECK(files.Read("stored_tokens") == "(none)");
  }
  const std::string longest(256, 'u');
  Store(hub + "username=" + longest + "\npassword=hf_new\n");
  CHECK(Get(hub + "username=" + longest + "\n") == Answer(longest, "hf_new"));
  // Not a name for a section, but a valid user name of git.
  Store(hub + "username=a]b\npassword=hf_bracket\n");
  CHECK(files.Read("stored_tokens").find("[git]\n") != std::string::npos);
  CHECK(Get(hub + "username=a]b\n") == Answer("a]b", "hf_bracket"));
}

TEST_CASE_FIXTURE(GitAsks, "store removes git's oldest tokens beyond a limit") {
  const std::string of_user = "[alice]\nhf_token = hf_alice\n\n";
  files.Give("stored_tokens", of_user);
  const auto token = [](int number) {
    return std::to_string(number) + std::string(8'000, 't');
  };
  constexpr int kCount = 90;
  for (int number = 0; number < kCount; ++number) {
    // The order of names differs from that of time.
    Store(std::string(kHub) +
          "username=" + std::to_string(1000 - number * 7 % kCount) +
          "\npassword=" + token(number) + "\n");
    REQUIRE_FALSE(failed);
  }
  const std::string store = files.Read("stored_tokens");
  CHECK(store.size() <= of_user.size() + (1 << 19));
  CHECK(store.find(of_user) != store.npos);
  bool kept = false;
  for (int number = 0; number < kCount; ++number) {
    CAPTURE(number);
    const bool is_there = store.find("= " + token(number)) != store.npos;
    CHECK((is_there || !kept));
    kept = is_there;
  }
  CHECK(kept);
  CHECK(store.find("= " + token(0) + "\n") == store.npos);
}

TEST_CASE_FIXTURE(GitAsks,
                  "erase removes what git stored by the rules of git") {
  const std::string of_user = "[alice]\nhf_token = hf_alice\n\n";
  const std::string bob =
      "[bob]\nhf_token = hf_bob\nendpoint = https://huggingface.co\n"
      "source = git\nusername = bob\n\n";
  struct Row {
    std::string request;
    bool erased;
  };
  const std::string hub = kHub;
  const Row kRows[] = {
      {hub + "username=bob\npassword=hf_bob\n", true},
      {hub + "username=bob\n", true},
      {hub, true},
      {"protocol=https\nhost=hf.co\nusername=bob\n", true},
      {hub + "authtype=Basic\ncredential=Ym9iOmhmX2JvYg==\n", true},
      {hub + "authtype=Bearer\ncredential=hf_bob\n", true},
      {hub + "username=bob\npassword=other\n", false},
      {hub + "username=eve\npassword=hf_bob\n", false},
      {hub + "username=\n", false},
      {kCorp, false},
      {"protocol=https\n", false},
      {"host=huggingface.co\n", false},
      {"", false},
      {"\n", false},
      {"protocol=https\nhost=\n", false},
      {"protocol=http\nhost=huggingface.co\n", false},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.request);
    files.Give("token", "hf_alice");
    files.Give("stored_tokens", of_user + bob);
    CHECK(Erase(row.request).empty());
    CHECK_FALSE(failed);
    CHECK(files.Read("stored_tokens") ==
          (row.erased ? of_user : of_user + bob));
    CHECK(files.Read("token") == "hf_alice");
  }
}

TEST_CASE_FIXTURE(GitAsks, "erase works beside other tokens that are in use") {
  const std::string bob =
      "[bob]\nhf_token = hf_bob\nendpoint = https://huggingface.co\n"
      "source = git\nusername = bob\n\n";
  const std::string request =
      std::string(kHub) + "username=bob\npassword=hf_bob\n";
  SUBCASE("a variable has one") { variables = {"HF_TOKEN=hf_variable"}; }
  SUBCASE("the token file has none") { files.Give("token", "no token\n"); }
  files.Give("stored_tokens", bob);
  Erase(request);
  CHECK_FALSE(failed);
  CHECK(files.Read("stored_tokens") == "(none)");
}

TEST_CASE_FIXTURE(GitAsks, "erase keeps all while the token file is written") {
  const std::string bob =
      "[bob]\nhf_token = hf_bob\nendpoint = https://huggingface.co\n"
      "source = git\nusername = bob\n\n";
  files.Give("token", "");
  files.Give("stored_tokens", bob);
  Erase(std::string(kHub) + "username=bob\npassword=hf_bob\n");
  CHECK(failed);
  CHECK(error.problem == Problem::kUnavailable);
  CHECK(files.Read("stored_tokens") == bob);
}

TEST_CASE_FIXTURE(GitAsks, "erase does not remove a token of the user") {
  const std::string store = "[alice]\nhf_token = hf_alice\nuser = alice\n\n";
  files.Give("token", "hf_alice");
  files.Give("stored_tokens", store);
  for (const char* more : {"username=alice\npassword=hf_alice\n",
                           "username=hf_user\n", "password=hf_alice\n", ""}) {
    Erase(std::string(kHub) + more);
    CHECK(files.Read("stored_tokens") == store);
    CHECK(files.Read("token") == "hf_alice");
  }
}

TEST_CASE("base64 follows RFC 4648") {
  const char* const kVectors[][2] = {{"", ""},
                                     {"f", "Zg=="},
                                     {"fo", "Zm8="},
                                     {"foo", "Zm9v"},
                                     {"foob", "Zm9vYg=="},
                                     {"fooba", "Zm9vYmE="},
                                     {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : kVectors) {
    CHECK(EncodeBase64(bytes) == text);
    CHECK(DecodeBase64(text) == bytes);
  }
  for (const char* text :
       {"Zg=", "Zg", "Zh==", "Z===", "Zm8*", "====", "A===", "Zg==x"}) {
    CHECK_FALSE(DecodeBase64(text));
  }
  CHECK(EncodeBase64(std::string_view("foobar").substr(0, 4)) == "Zm9vYg==");
}

}  // namespace
}  // namespace hf
