// SPDX-License-Identifier: Apache-2.0
// The result of a refresh until the store has it: all of it or nothing.
#include "src/store/refresh_journal.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <string>

#include "src/store/locked_store.h"
#include "tests/unit/scratch.h"

namespace hf {
namespace {

constexpr const char* kName = ".git_credential_hf.refresh";

StoredToken Renewed() {
  StoredToken token;
  token.token = "hf_oauth_new0000000000000000000000";
  token.previous_token = "hf_oauth_old0000000000000000000000";
  token.refresh_token = "hf_refresh_new00000000000000000000";
  token.expires_at = 4'102'444'800;
  token.lifetime = 2'592'000;
  token.endpoint = "https://hub.example/sub";
  return token;
}

RefreshJournal Filled(const Scratch& files, const StoredToken& token) {
  RefreshJournal journal = RefreshJournal::Beside(files.Store());
  REQUIRE(journal.Prepare().ok());
  REQUIRE(journal.Fill(token).ok());
  return journal;
}

TEST_CASE("a journal returns what was written into it") {
  const Scratch files;
  const StoredToken renewed = Renewed();
  const RefreshJournal journal = Filled(files, renewed);
  struct stat facts;
  REQUIRE(stat(journal.path().c_str(), &facts) == 0);
  CHECK((facts.st_mode & 07777) == 0600);
  const auto read = journal.Read();
  REQUIRE(read.has_value());
  CHECK(read->token == renewed.token);
  CHECK(read->previous_token == renewed.previous_token);
  CHECK(read->refresh_token == renewed.refresh_token);
  CHECK(read->expires_at == renewed.expires_at);
  CHECK(read->lifetime == renewed.lifetime);
  CHECK(read->endpoint == renewed.endpoint);
  CHECK(journal.Remove().ok());
  CHECK_FALSE(journal.Exists());
  CHECK(journal.Remove().ok());
}

TEST_CASE("a journal has room for tokens of the greatest length") {
  const Scratch files;
  StoredToken renewed = Renewed();
  renewed.token.assign(8192, 'n');
  renewed.previous_token->assign(8192, 'o');
  renewed.refresh_token->assign(8192, 'r');
  CHECK(Filled(files, renewed).Read()->token == renewed.token);
}

TEST_CASE("a journal that is prepared or cut off anywhere holds nothing") {
  const Scratch files;
  RefreshJournal journal = RefreshJournal::Beside(files.Store());
  REQUIRE(journal.Prepare().ok());
  CHECK(journal.Exists());
  CHECK_FALSE(journal.Read().has_value());
  REQUIRE(journal.Fill(Renewed()).ok());
  const std::string whole = files.Read(kName);
  const std::size_t end = whole.find("complete=1") + 10;
  for (std::size_t size = 0; size < end; ++size) {
    CAPTURE(size);
    files.Give(kName, whole.substr(0, size));
    CHECK_FALSE(journal.Read().has_value());
    // As on a disk that has written only the first blocks.
    files.Give(kName,
               whole.substr(0, size) + std::string(whole.size() - size, '\n'));
    CHECK_FALSE(journal.Read().has_value());
  }
}

TEST_CASE("a journal refuses what cannot be read back") {
  const Scratch files;
  RefreshJournal journal = RefreshJournal::Beside(files.Store());
  REQUIRE(journal.Prepare().ok());
  for (const char* bad : {"", "two words", "a\nb", "a\rb"}) {
    CAPTURE(bad);
    for (int field = 0; field < 3; ++field) {
      StoredToken renewed = Renewed();
      if (field == 0) renewed.token = bad;
      if (field == 1) renewed.previous_token = bad;
      if (field == 2) renewed.refresh_token = bad;
      CHECK_FALSE(journal.Fill(renewed).ok());
      CHECK_FALSE(journal.Read().has_value());
    }
  }
}

TEST_CASE("a journal refuses a result that lacks a field") {
  const Scratch files;
  RefreshJournal journal = RefreshJournal::Beside(files.Store());
  REQUIRE(journal.Prepare().ok());
  for (int field = 0; field < 4; ++field) {
    CAPTURE(field);
    StoredToken renewed = Renewed();
    if (field == 0) renewed.previous_token.reset();
    if (field == 1) renewed.refresh_token.reset();
    if (field == 2) renewed.expires_at.reset();
    if (field == 3) renewed.endpoint.reset();
    CHECK_FALSE(journal.Fill(renewed).ok());
    CHECK_FALSE(journal.Read().has_value());
  }
}

TEST_CASE("a journal without a field, or with an invalid one, holds nothing") {
  const Scratch files;
  const RefreshJournal journal = Filled(files, Renewed());
  const std::string whole = files.Read(kName);
  for (const std::string key :
       {"endpoint", "previous_password", "password", "oauth_refresh_token",
        "password_expiry_utc", "complete"}) {
    CAPTURE(key);
    const std::size_t begin = ("\n" + whole).find("\n" + key + "=");
    REQUIRE(begin != std::string::npos);
    const std::size_t end = whole.find('\n', begin) + 1;
    files.Give(kName, whole.substr(0, begin) + whole.substr(end));
    CHECK_FALSE(journal.Read().has_value());
    files.Give(kName, whole.substr(0, begin) + key + "=two words\n" +
                          whole.substr(end));
    CHECK(journal.Read().has_value() == (key == "endpoint"));
  }
  files.Give(kName, whole);
  CHECK(journal.Read().has_value());
}

TEST_CASE("a journal that other users could have made is not read") {
  const Scratch files;
  const RefreshJournal journal = Filled(files, Renewed());
  const std::string path = journal.path();
  SUBCASE("others may use it") { REQUIRE(chmod(path.c_str(), 0644) == 0); }
  SUBCASE("it has another link") {
    REQUIRE(link(path.c_str(), files.Path("other").c_str()) == 0);
  }
  SUBCASE("it is a link") {
    REQUIRE(rename(path.c_str(), files.Path("other").c_str()) == 0);
    REQUIRE(symlink("other", path.c_str()) == 0);
  }
  SUBCASE("it is a FIFO") {
    REQUIRE(unlink(path.c_str()) == 0);
    REQUIRE(mkfifo(path.c_str(), 0600) == 0);
  }
  CHECK(journal.Exists());
  CHECK_FALSE(journal.Read().has_value());
  RefreshJournal again = RefreshJournal::Beside(files.Store());
  CHECK(again.Prepare().ok());  // Only the journal is replaced.
  CHECK(again.Fill(Renewed()).ok());
  CHECK(again.Read().has_value());
}

TEST_CASE("each store in a directory has its own journal") {
  const Scratch files, others;
  RefreshJournal first = RefreshJournal::In(files.Path("."), files.Store());
  RefreshJournal second = RefreshJournal::In(files.Path("."), others.Store());
  REQUIRE(first.Prepare().ok());
  REQUIRE(second.Prepare().ok());
  REQUIRE(first.Fill(Renewed()).ok());
  CHECK(first.Read().has_value());
  CHECK_FALSE(second.Read().has_value());
}

TEST_CASE("a valid token is not due soon after a try, an expired one is") {
  const std::int64_t now = time(nullptr);
  struct {
    std::int64_t expires_at, tried_at;
    bool is_due;
  } const kRows[] = {
      {now + 3600, now - 10, false},
      {now + 3600, now - 299, false},
      {now + 3600, now - 301, true},
      {now + 3600, now + 3600, true},  // The clock was set back.
      {now - 10, now - 10, true},
      {now + 10 * 86'400, now - 301, false},  // Not due at all.
  };
  for (const auto& row : kRows) {
    CAPTURE(row.expires_at - now);
    CAPTURE(row.tried_at - now);
    StoredToken token;
    token.refresh_token = "r";
    token.expires_at = row.expires_at;
    token.refresh_tried_at = row.tried_at;
    CHECK(token.IsRefreshDue() == row.is_due);
  }
}

TEST_CASE("a caller that does not wait gets an error for a held lock") {
  const Scratch files;
  files.Give("stored_tokens.lock", "");
  const int lock = open(files.Path("stored_tokens.lock").c_str(), O_RDWR);
  REQUIRE(flock(lock, LOCK_EX) == 0);
  const auto held = LockedStore::Acquire(files.Store(), LockWait::kNone);
  REQUIRE_FALSE(held.ok());
  CHECK(held.error().problem == Problem::kUnavailable);
  close(lock);
  const auto free = LockedStore::Acquire(files.Store(), LockWait::kNone);
  REQUIRE(free.ok());
  CHECK_FALSE(free.value().has_waited());
}

}  // namespace
}  // namespace hf
