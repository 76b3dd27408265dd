// SPDX-License-Identifier: Apache-2.0
// What a section contains, and when a token has expired or is due.
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <string>

#include "src/files/secret_file.h"
#include "src/hub/endpoint.h"
#include "src/store/active_token.h"
#include "src/store/locked_store.h"
#include "src/store/token_store.h"
#include "tests/unit/scratch.h"

namespace hf {
namespace {

constexpr std::int64_t kHour = 3600, kDay = 24 * kHour;

TEST_CASE("seconds are read as Python's int() reads them") {
  CHECK(ParseSeconds("17") == 17);
  CHECK(ParseSeconds(" -7 ") == -7);
  CHECK(ParseSeconds("+1_000") == 1000);
  CHECK(ParseSeconds("9223372036854775807") == 9223372036854775807);
  for (const char* text : {"", "-", "+", "_1", "1_", "1__0", "- 1", "--1",
                           "1.0", "9223372036854775808", "1 0", "0x1"}) {
    CAPTURE(text);
    CHECK_FALSE(ParseSeconds(text));
  }
}

StoredToken TokenWith(
    const std::vector<std::pair<std::string, std::string>>& options) {
  IniSection section;
  section.name = "a";
  for (const auto& [key, value] : options) section.Set(key, value);
  return TokenOf(section);
}

TEST_CASE("only a section that git stored is git's") {
  CHECK(TokenWith({{"source", "git"}}).from_git);
  for (const char* source : {"", "Git", "git ", "python"}) {
    CHECK_FALSE(TokenWith({{"source", source}}).from_git);
  }
}

TEST_CASE("a token expires in the second of its expires_at") {
  StoredToken token;
  CHECK_FALSE(token.IsExpired());
  token.expires_at = time(nullptr);
  CHECK(token.IsExpired());
  token.expires_at = time(nullptr) + kHour;
  CHECK_FALSE(token.IsExpired());
  token.expires_at = -1;
  CHECK(token.IsExpired());
}

TEST_CASE("a token is due in its last day or half, the shorter of both") {
  const auto due = [](std::int64_t left, std::optional<std::int64_t> lifetime) {
    StoredToken token;
    token.refresh_token = "r";
    token.expires_at = time(nullptr) + left;
    token.lifetime = lifetime;
    return token.IsRefreshDue();
  };
  CHECK(due(kDay - kHour, {}));
  CHECK_FALSE(due(kDay + kHour, {}));
  CHECK(due(kDay - kHour, 30 * kDay));
  CHECK(due(kDay - kHour, 2 * kDay));
  CHECK_FALSE(due(kDay + kHour, 2 * kDay));
  CHECK_FALSE(due(kDay - kHour, kDay));
  CHECK(due(kDay / 2 - kHour, kDay));
  CHECK_FALSE(due(19 * kHour, 36 * kHour));
  CHECK(due(17 * kHour, 36 * kHour));
  CHECK(due(kDay - kHour, 0));
  CHECK(due(kDay - kHour, -kDay));
}

TEST_CASE("without a refresh token or an expiry no token is due") {
  StoredToken token;
  token.refresh_token = "r";
  CHECK_FALSE(token.IsRefreshDue());
  token.expires_at = 1;
  CHECK(token.IsRefreshDue());
  token.refresh_token = "";
  CHECK_FALSE(token.IsRefreshDue());
  token.refresh_token.reset();
  CHECK_FALSE(token.IsRefreshDue());
}

TEST_CASE("a token with another or invalid endpoint may not go to the Hub") {
  const Endpoint hub = Endpoint::Official();
  CHECK(TokenWith({}).MayGoTo(hub));
  CHECK(TokenWith({{"endpoint", "https://hf.co/"}}).MayGoTo(hub));
  for (const char* endpoint :
       {"", "?", "http://huggingface.co", "https://hub.corp.example",
        "https://huggingface.co/x", "https://huggingface.co.evil"}) {
    CAPTURE(endpoint);
    CHECK_FALSE(TokenWith({{"endpoint", endpoint}}).MayGoTo(hub));
  }
}

TEST_CASE("no section mentions an empty word") {
  const Scratch files;
  files.Give("stored_tokens", "[a]\nhf_token = hf_a\n\n");
  const auto store = TokenStore::Read(files.Path("stored_tokens")).value();
  CHECK(store.Mentioning("").empty());
  CHECK(store.Mentioning("hf_a").size() == 1);
}

TEST_CASE("the active token is removed by its text or unconditionally") {
  const Scratch files;
  files.Give("token", "hf_a");
  Result<LockedStore> store = LockedStore::Acquire(files.Store());
  REQUIRE(store.ok());
  REQUIRE(ForgetActiveToken(store.value(), "hf_b").ok());
  CHECK(files.Read("token") == "hf_a");
  REQUIRE(ForgetActiveToken(store.value(), "hf_a").ok());
  CHECK(files.Read("token") == "(none)");
  REQUIRE(ForgetActiveToken(store.value(), "hf_a").ok());
  files.Give("token", "hf_c");
  REQUIRE(ForgetActiveToken(store.value(), std::nullopt).ok());
  CHECK(files.Read("token") == "(none)");
}

TEST_CASE("a path below a regular file means that there is no file") {
  const Scratch files;
  files.Give("file", "hf_a");
  const auto file = ReadSecretFile(files.Path("file/token"));
  REQUIRE(file.ok());
  CHECK_FALSE(file.value());
}

/// Whether a user without rights may use \a path.
bool NobodyReads(const std::string& path) {
  const pid_t child = fork();
  if (child == 0) {
    if (setgid(65534) != 0 || setuid(65534) != 0) _exit(2);
    const auto file = ReadSecretFile(path);
    _exit(file.ok() && file.value() ? 0 : 1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  REQUIRE(WIFEXITED(status));
  REQUIRE(WEXITSTATUS(status) != 2);
  return WEXITSTATUS(status) == 0;
}

TEST_CASE("a file of root is read unless others can write it") {
  if (geteuid() != 0) return;  // Only root can create them.
  const Scratch files;
  files.Give("token", "hf_a");
  const std::string path = files.Path("token");
  REQUIRE(chmod(files.Path("").c_str(), 0755) == 0);
  for (const mode_t mode : {0644u, 0604u}) {
    REQUIRE(chmod(path.c_str(), mode) == 0);
    CHECK(NobodyReads(path));
  }
  for (const mode_t mode : {0664u, 0646u, 0666u}) {
    REQUIRE(chmod(path.c_str(), mode) == 0);
    CHECK_FALSE(NobodyReads(path));
  }
  REQUIRE(chmod(path.c_str(), 0644) == 0);
  REQUIRE(chown(path.c_str(), 65533, 65533) == 0);
  CHECK_FALSE(NobodyReads(path));
}

TEST_CASE("root reads a user's file only in that user's directory") {
  if (geteuid() != 0) return;
  const Scratch files;
  files.Give("token", "hf_a");
  const std::string path = files.Path("token"), folder = files.Path("");
  REQUIRE(chown(path.c_str(), 65534, 65534) == 0);
  CHECK_FALSE(ReadSecretFile(path).ok());
  REQUIRE(chown(folder.c_str(), 65534, 65534) == 0);
  CHECK(ReadSecretFile(path).ok());
  for (const mode_t mode : {0720u, 0702u, 01777u}) {
    REQUIRE(chmod(folder.c_str(), mode) == 0);
    CHECK_FALSE(ReadSecretFile(path).ok());
  }
}

}  // namespace
}  // namespace hf
