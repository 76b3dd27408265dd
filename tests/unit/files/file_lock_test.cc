// SPDX-License-Identifier: Apache-2.0
// The lock beside other programs that take it. They act at a certain call of
// the test, so that no result depends on how fast a machine is.
#include "src/files/file_lock.h"

#include <doctest/doctest.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdint>
#include <optional>
#include <string>

#include "src/system/path.h"
#include "tests/unit/scratch.h"
#include "tests/unit/stand_ins.h"

namespace hf {
namespace {

constexpr char kName[] = "stored_tokens.lock";

/// Another program, for a lock: flock(2) distinguishes each opening of a file.
class Other {
 public:
  explicit Other(const std::string& path)
      : fd_(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0664)) {
    REQUIRE(RealFlock(fd_, LOCK_EX | LOCK_NB) == 0);
  }
  ~Other() { Leave(); }
  Other(const Other&) = delete;
  Other& operator=(const Other&) = delete;

  void Leave() {
    if (fd_ >= 0) close(fd_);
    fd_ = -1;
  }

  bool holds() const { return fd_ >= 0; }

 private:
  int fd_;
};

bool IsLocked(const std::string& path) {
  const int fd = open(path.c_str(), O_RDWR | O_CLOEXEC);
  const bool locked = RealFlock(fd, LOCK_EX | LOCK_NB) != 0;
  close(fd);
  return locked;
}

/// A directory where a lock is to be taken.
struct Waiting {
  Scratch files;
  std::string path = files.Path(kName);
  SecretDirectory directory =
      std::move(SecretDirectory::Open(DirectoryOf(path)).value());
  StandIns calls;

  Result<FileLock> Acquire() const {
    return FileLock::Acquire(directory, kName);
  }
};

TEST_CASE_FIXTURE(Waiting,
                  "the lock is that of flock(2) and ends with its object") {
  {
    const Result<FileLock> lock = Acquire();
    REQUIRE(lock.ok());
    CHECK(IsLocked(path));
  }
  CHECK_FALSE(IsLocked(path));
  struct stat facts;
  REQUIRE(stat(path.c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777) == 0600);
}

TEST_CASE_FIXTURE(Waiting, "a writer waits for the lock that Python takes") {
  Other python(path);
  int tries = 0, pauses = 0;
  calls.before_flock = [&] {
    if (++tries == 3) python.Leave();
  };
  calls.instead_of_sleep = [&](const timespec&) { ++pauses; };
  const Result<FileLock> lock = Acquire();
  REQUIRE(lock.ok());
  CHECK_FALSE(python.holds());
  CHECK(tries == 3);
  CHECK(pauses == 2);
  CHECK(IsLocked(path));
}

TEST_CASE_FIXTURE(Waiting, "a writer waits for readers that share the lock") {
  const int reader = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  REQUIRE(RealFlock(reader, LOCK_SH) == 0);
  bool reads = true;
  calls.instead_of_sleep = [&](const timespec&) {
    if (reads) close(reader);
    reads = false;
  };
  CHECK(Acquire().ok());
  CHECK_FALSE(reads);
}

TEST_CASE_FIXTURE(
    Waiting, "a lock on a file that was unlinked meanwhile does not count") {
  // As filelock 3.20 unlocks: it unlinks, then leaves. A third program has
  // locked the new file before the caller, which has to wait for it.
  std::optional<Other> first(path), third;
  int tries = 0;
  calls.before_flock = [&] {
    if (++tries == 1) {
      unlink(path.c_str());
      third.emplace(path);
      first.reset();
    }
  };
  calls.instead_of_sleep = [&](const timespec&) { third->Leave(); };
  const Result<FileLock> lock = Acquire();
  REQUIRE(lock.ok());
  CHECK_FALSE(third->holds());
  CHECK(tries == 3);
  CHECK(IsLocked(path));
}

TEST_CASE_FIXTURE(Waiting,
                  "a lock on a file that was moved meanwhile does not count") {
  std::optional<Other> third;
  int tries = 0;
  calls.before_flock = [&] {
    if (++tries == 1) {
      CHECK(rename(path.c_str(), files.Path("elsewhere").c_str()) == 0);
      third.emplace(path);
    }
  };
  calls.instead_of_sleep = [&](const timespec&) { third->Leave(); };
  REQUIRE(Acquire().ok());
  CHECK_FALSE(third->holds());
}

TEST_CASE_FIXTURE(Waiting, "a lock file that was unlinked is created again") {
  int tries = 0;
  calls.before_flock = [&] {
    if (++tries == 1) unlink(path.c_str());
  };
  const Result<FileLock> lock = Acquire();
  REQUIRE(lock.ok());
  CHECK(tries == 2);
  CHECK(IsLocked(path));
}

TEST_CASE_FIXTURE(
    Waiting, "the caller gives up a lock that is held for 30 seconds") {  // 129
  const Other holder(path);
  std::int64_t nanoseconds = 0;
  calls.instead_of_sleep = [&](const timespec& pause) {
    nanoseconds += pause.tv_sec * 1'000'000'000 + pause.tv_nsec;
  };
  const Result<FileLock> lock = Acquire();
  REQUIRE_FALSE(lock.ok());
  CHECK(lock.error().problem == Problem::kUnavailable);
  CHECK(lock.error().message.find(path) != std::string::npos);
  CHECK(nanoseconds == 30'000'000'000);
}

TEST_CASE_FIXTURE(Waiting, "a message says once that the caller waits") {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const int stderr_before = dup(STDERR_FILENO);
  dup2(ends[1], STDERR_FILENO);
  close(ends[1]);
  {
    const Other holder(path);
    calls.instead_of_sleep = [](const timespec&) {};
    CHECK_FALSE(Acquire().ok());
  }
  dup2(stderr_before, STDERR_FILENO);
  close(stderr_before);
  char text[4096];
  const ssize_t size = read(ends[0], text, sizeof text);
  close(ends[0]);
  const std::string said(text, size > 0 ? static_cast<std::size_t>(size) : 0);
  CHECK(said == "git-credential-hf: waiting for another program that holds '" +
                    path + "'\n");
}

TEST_CASE_FIXTURE(Waiting, "a file system without locks is an error at once") {
  calls.flock_error = ENOLCK;
  int pauses = 0;
  calls.instead_of_sleep = [&](const timespec&) { ++pauses; };
  const Result<FileLock> lock = Acquire();
  REQUIRE_FALSE(lock.ok());
  CHECK(lock.error().problem == Problem::kRefused);
  CHECK(pauses == 0);
}

TEST_CASE_FIXTURE(Waiting, "a signal does not end the wait for the lock") {
  calls.flock_error = EINTR;
  calls.instead_of_sleep = [&](const timespec&) { calls.flock_error = 0; };
  CHECK(Acquire().ok());
}

TEST_CASE_FIXTURE(Waiting, "only a regular file of the user is a lock") {
  files.Give("victim", "text");
  REQUIRE(symlink("victim", path.c_str()) == 0);
  const Result<FileLock> followed = Acquire();
  REQUIRE_FALSE(followed.ok());
  CHECK(followed.error().problem == Problem::kRefused);
  unlink(path.c_str());
  REQUIRE(symlink("nothing", path.c_str()) == 0);
  CHECK_FALSE(Acquire().ok());
  CHECK(files.Read("nothing") == "(none)");
  unlink(path.c_str());
  REQUIRE(mkfifo(path.c_str(), 0600) == 0);
  CHECK_FALSE(Acquire().ok());
  unlink(path.c_str());
  if (geteuid() == 0) {
    Other theirs(path);
    theirs.Leave();
    REQUIRE(chown(path.c_str(), 65534, 65534) == 0);
    CHECK_FALSE(Acquire().ok());
  }
  CHECK(files.Read("victim") == "text");
}

}  // namespace
}  // namespace hf
