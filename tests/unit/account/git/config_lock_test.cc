// SPDX-License-Identifier: Apache-2.0
// The lock that git takes on a configuration file, beside a real git.
#include "src/account/git/config_lock.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "src/account/git/git.h"
#include "tests/unit/scratch.h"

namespace hf {
namespace {

/// The exit status of a git that writes a setting into \a path.
int GitWrites(const std::string& path) {
  const Variables variables{{"PATH=/usr/bin:/bin", "HOME=/nonexistent"}};
  return Git::Find(variables.Get())
      .value()
      .Run({"config", "--file", path, "user.name", "Ada"})
      .value()
      .status;
}

using Names = std::vector<std::string>;

const std::string kNoFile = "(none)";

TEST_CASE("while the lock is held git does not write") {
  const Scratch files;
  files.Give("config", "");
  {
    const Result<ConfigLock> lock = ConfigLock::Take(files.Path("config"));
    REQUIRE(lock.ok());
    CHECK(GitWrites(files.Path("config")) != 0);
    CHECK(files.Read("config").empty());
  }
  CHECK(GitWrites(files.Path("config")) == 0);
  CHECK(files.Read("config") == "[user]\n\tname = Ada\n");
}

TEST_CASE("a lock that is not used leaves no file behind") {
  const Scratch files;
  files.Give("config", "old");
  {
    const Result<ConfigLock> lock = ConfigLock::Take(files.Path("config"));
    REQUIRE(lock.ok());
    CHECK(files.Read("config.lock").empty());
  }
  CHECK(files.Names() == Names{"config"});
  CHECK(files.Read("config.lock") == kNoFile);
  CHECK(files.Read("config") == "old");
}

TEST_CASE("what was written into the lock becomes the file") {
  const Scratch files;
  files.Give("config", "old");
  {
    Result<ConfigLock> lock = ConfigLock::Take(files.Path("config"));
    REQUIRE(lock.ok());
    REQUIRE(write(lock.value().fd(), "new", 3) == 3);
    REQUIRE(lock.value().Commit(files.Path("config")).ok());
  }
  CHECK(files.Names() == Names{"config"});
  CHECK(files.Read("config.lock") == kNoFile);
  CHECK(files.Read("config") == "new");
}

TEST_CASE("a lock that cannot become the file leaves the file as it was") {
  const Scratch files;
  files.Give("config", "old");
  REQUIRE(mkdir(files.Path("folder").c_str(), 0700) == 0);
  {
    Result<ConfigLock> lock = ConfigLock::Take(files.Path("config"));
    REQUIRE(lock.ok());
    const Result<void> moved = lock.value().Commit(files.Path("folder"));
    REQUIRE_FALSE(moved.ok());
    CHECK(moved.error().problem == Problem::kRefused);
  }
  CHECK(files.Names() == Names{"config", "folder"});
  CHECK(files.Read("config") == "old");
}

TEST_CASE("the program waits for git's lock, then names its file") {
  const Scratch files;
  files.Give("config.lock", "");
  const Result<ConfigLock> lock = ConfigLock::Take(files.Path("config"));
  REQUIRE_FALSE(lock.ok());
  CHECK(lock.error().problem == Problem::kUnavailable);
  CHECK(lock.error().message.find(files.Path("config.lock")) !=
        std::string::npos);
  CHECK(
      files.Read("config.lock").empty());  // It may belong to git, so it stays.
}

TEST_CASE("a lock that cannot be created fails without a wait") {
  const Scratch files;
  const Result<ConfigLock> lock =
      ConfigLock::Take(files.Path("missing/config"));
  REQUIRE_FALSE(lock.ok());
  CHECK(lock.error().message.find("missing") != std::string::npos);
}

/// Takes the lock in a process that is then killed.
void TakeAndDie(const std::string& path) {
  const pid_t child = fork();
  if (child == 0) {
    const Result<ConfigLock> lock = ConfigLock::Take(path);
    if (lock.ok()) raise(SIGKILL);
    _exit(1);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
}

TEST_CASE("the lock of a run that was killed is taken by the next") {
  const Scratch files;
  files.Give("config", "old");
  TakeAndDie(files.Path("config"));
  CHECK(files.Read("config.lock").empty());
  CHECK(files.Names().size() == 2);  // The file, and the mark of the lock.
  {
    const Result<ConfigLock> lock = ConfigLock::Take(files.Path("config"));
    CHECK(lock.ok());
  }
  CHECK(files.Names() == Names{"config"});
  CHECK(files.Read("config.lock") == kNoFile);
}

TEST_CASE("a run with nothing to write removes a lock that was left, too") {
  const Scratch files;
  TakeAndDie(files.Path("config"));
  RemoveStaleLock(files.Path("config"));
  CHECK(files.Names().empty());
  CHECK(files.Read("config.lock") == kNoFile);
}

TEST_CASE("the lock of a run that goes on is not removed") {
  const Scratch files;
  const Result<ConfigLock> lock = ConfigLock::Take(files.Path("config"));
  REQUIRE(lock.ok());
  RemoveStaleLock(files.Path("config"));
  CHECK(files.Read("config.lock").empty());
  CHECK(files.Names().size() == 1);  // The mark.
  const Result<ConfigLock> second = ConfigLock::Take(files.Path("config"));
  CHECK_FALSE(second.ok());
}

TEST_CASE("a lock that git has made is not removed") {
  const Scratch files;
  files.Give("config.lock", "");
  files.Give("config.hf-abcdef", "");  // A mark of another file.
  RemoveStaleLock(files.Path("config"));
  CHECK(files.Read("config.lock").empty());
}

}  // namespace
}  // namespace hf
