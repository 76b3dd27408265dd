// SPDX-License-Identifier: Apache-2.0
// Reading files that others write, plant or break.
#include "src/store/token_store.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>

#include "src/store/active_token.h"
#include "tests/unit/scratch.h"
#include "tests/unit/stand_ins.h"

namespace hf {
namespace {

/// Writes as huggingface_hub does: cut to nothing, then filled.
void WriteInPlace(const std::string& path, const std::string& text) {
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (fd < 0) return;
  if (write(fd, text.data(), text.size()) < 0) abort();
  close(fd);
}

TEST_CASE("a reader beside a writer in place never sees a logout") {
  const Scratch files;
  const std::string store = "[a]\nhf_token = hf_a\n\n[b]\nhf_token = hf_b\n\n";
  WriteInPlace(files.Path("token"), "hf_a");
  WriteInPlace(files.Path("stored_tokens"), store);
  std::atomic<bool> done = false;
  std::thread writer([&] {
    while (!done) {
      WriteInPlace(files.Path("token"), "hf_a");
      WriteInPlace(files.Path("stored_tokens"), store);
    }
  });
  int wrong = 0;
  const auto end =
      std::chrono::steady_clock::now() + std::chrono::milliseconds(1500);
  while (std::chrono::steady_clock::now() < end) {
    const auto active = ReadActiveToken(files.Store());
    if (active.ok() && !active.value()) ++wrong;
    if (active.ok() && active.value() && active.value()->token != "hf_a") {
      ++wrong;
    }
    const auto tokens = TokenStore::Read(files.Path("stored_tokens"));
    if (tokens.ok() && tokens.value().size() != 2) ++wrong;
  }
  done = true;
  writer.join();
  CHECK(wrong == 0);
}

TEST_CASE("an empty token file means busy and never logged out") {
  const Scratch files;
  files.Give("token", "");
  const auto active = ReadActiveToken(files.Store());
  REQUIRE_FALSE(active.ok());
  CHECK(active.error().problem == Problem::kUnavailable);
}

TEST_CASE("an empty store is busy while it is new, and empty later") {
  const Scratch files;
  WriteInPlace(files.Path("stored_tokens"), "");
  const auto fresh = TokenStore::Read(files.Path("stored_tokens"));
  REQUIRE_FALSE(fresh.ok());
  CHECK(fresh.error().problem == Problem::kUnavailable);
  files.Give("stored_tokens", "");
  const auto settled = TokenStore::Read(files.Path("stored_tokens"));
  REQUIRE(settled.ok());
  CHECK(settled.value().size() == 0);
}

TEST_CASE("a new store that parses is read, with any end") {
  const Scratch files;
  WriteInPlace(files.Path("stored_tokens"), "[a]\nhf_token = hf_a");
  const auto store = TokenStore::Read(files.Path("stored_tokens"));
  REQUIRE(store.ok());
  CHECK(store.value().size() == 1);
}

TEST_CASE("a store that is cut between two sections is read again") {
  const Scratch files;
  const std::string path = files.Path("stored_tokens");
  const std::string half = "[a]\nhf_token = hf_a\n";
  WriteInPlace(path, half);
  int pauses = 0;
  StandIns calls;
  calls.instead_of_sleep = [&](const timespec&) {
    if (++pauses == 3) WriteInPlace(path, half + "\n[b]\nhf_token = hf_b\n\n");
  };
  const auto store = TokenStore::Read(path);
  CHECK(pauses == 3);
  REQUIRE(store.ok());
  CHECK(store.value().size() == 2);
}

TEST_CASE("an error of the store names the file, the line and a remedy") {
  const Scratch files;
  files.Give("stored_tokens", "[a]\nhf_token = hf_secret\nhf_secret_line\n");
  const auto store = TokenStore::Read(files.Path("stored_tokens"));
  REQUIRE_FALSE(store.ok());
  CHECK(store.error().problem == Problem::kCorrupt);
  CHECK(store.error().message.find(files.Path("stored_tokens")) !=
        std::string::npos);
  CHECK(store.error().message.find("line 3") != std::string::npos);
  CHECK(store.error().message.find("hf_secret") == std::string::npos);
  CHECK_FALSE(store.error().hint.empty());
}

TEST_CASE("an error names JSON in a token file") {
  const Scratch files;
  files.Give("stored_tokens",
             "{\"tokens\":{\"default\":{\"token\":\"hf_x\"}}}");
  const auto store = TokenStore::Read(files.Path("stored_tokens"));
  REQUIRE_FALSE(store.ok());
  CHECK(store.error().message.find("JSON") != std::string::npos);
}

TEST_CASE("only a regular file of the user is read, without a wait") {
  const Scratch files;
  const std::string path = files.Path("token");
  SUBCASE("a FIFO") { REQUIRE(mkfifo(path.c_str(), 0600) == 0); }
  SUBCASE("a directory") { REQUIRE(mkdir(path.c_str(), 0700) == 0); }
  SUBCASE("a device") { REQUIRE(symlink("/dev/zero", path.c_str()) == 0); }
  SUBCASE("an empty device") {
    REQUIRE(symlink("/dev/null", path.c_str()) == 0);
  }
  SUBCASE("a link to nothing") {
    REQUIRE(symlink("/nonexistent/x", path.c_str()) == 0);
  }
  SUBCASE("a link to itself") { REQUIRE(symlink("token", path.c_str()) == 0); }
  SUBCASE("a socket") {
    const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{AF_UNIX, {}};
    REQUIRE(path.size() < sizeof address.sun_path);
    path.copy(address.sun_path, path.size());
    REQUIRE(bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) ==
            0);
    close(fd);
  }
  SUBCASE("more than a mebibyte") {
    files.Give("token", "");
    REQUIRE(truncate(path.c_str(), 1 << 30) == 0);
  }
  const auto active = ReadActiveToken(files.Store());
  REQUIRE_FALSE(active.ok());
  CHECK(active.error().problem == Problem::kRefused);
  CHECK_FALSE(TokenStore::Read(path).ok());
}

TEST_CASE("a link to a file of the user is followed") {
  const Scratch files;
  files.Give("real", "hf_linked\n");
  REQUIRE(symlink("real", files.Path("token").c_str()) == 0);
  const auto active = ReadActiveToken(files.Store());
  REQUIRE(active.ok());
  CHECK(active.value()->token == "hf_linked");
}

TEST_CASE("a file that others can write is read and marked") {
  const Scratch files;
  files.Give("token", "hf_a");
  REQUIRE(chmod(files.Path("token").c_str(), 0666) == 0);
  const auto active = ReadActiveToken(files.Store());
  REQUIRE(active.ok());
  CHECK(active.value()->OthersCanWrite());
}

TEST_CASE("a text that is not a token is an error") {
  const Scratch files;
  for (const char* text : {"hf a", "hf_\xff", "   ", "\xef\xbb\xbfhf_a"}) {
    files.Give("token", text);
    const auto active = ReadActiveToken(files.Store());
    REQUIRE_FALSE(active.ok());
    CHECK(active.error().problem == Problem::kCorrupt);
  }
}

/// 1,000 sections, in the order of their names, and \a tail.
std::string LargeStore(const std::string& tail) {
  std::string text;
  for (int number = 1000; number < 2000; ++number) {
    text += "[t" + std::to_string(number) + "]\nhf_token = hf_" +
            std::to_string(number) + "\n\n";
  }
  return text + tail;
}

TEST_CASE("a large store says of a token what all of it says") {
  struct Row {
    std::string tail;
    bool whole;
  };
  const Row kRows[] = {
      {"", false},
      {"[z]\nhf_token = hf_1500\nendpoint = https://hub.example\n\n", false},
      // Forms that only the reader of the whole text knows.
      {"[z]\nendpoint = https://hub.example\nhf_token = x\n hf_1500\n\n", true},
      {"[DEFAULT]\nendpoint = https://hub.example\n\n", true},
      {"[a]\nhf_token = hf_1500\nendpoint = https://hub.example\n", true},
  };
  const Scratch files;
  for (const Row& row : kRows) {
    CAPTURE(row.tail);
    files.Give("stored_tokens", LargeStore(row.tail));
    const std::string path = files.Path("stored_tokens");
    const auto all = TokenStore::Read(path);
    const auto some = TokenStore::ReadSectionsWith("hf_1500", path);
    REQUIRE(all.ok());
    REQUIRE(some.ok());
    CHECK(all.value().is_whole());
    CHECK(some.value().is_whole() == row.whole);
    CHECK(some.value().SectionsWith("hf_1500") ==
          all.value().SectionsWith("hf_1500"));
    CHECK((row.whole || some.value().size() < 3));
  }
}

TEST_CASE("a large store without a token says so at once, although it is new") {
  const Scratch files;
  const std::string path = files.Path("stored_tokens");
  WriteInPlace(path, LargeStore(""));
  const auto some = TokenStore::ReadSectionsWith("hf_absent", path);
  REQUIRE(some.ok());
  CHECK_FALSE(some.value().is_whole());
  CHECK(some.value().size() == 0);
}

TEST_CASE("a large store with an error is an error for every token") {
  const Scratch files;
  const std::string path = files.Path("stored_tokens");
  for (const char* tail : {"[t1000]\nhf_token = x\n\n", "[z]\nno option\n\n"}) {
    files.Give("stored_tokens", LargeStore(tail));
    const auto some = TokenStore::ReadSectionsWith("hf_1500", path);
    REQUIRE_FALSE(some.ok());
    CHECK(some.error().problem == Problem::kCorrupt);
  }
}

}  // namespace
}  // namespace hf
