// SPDX-License-Identifier: Apache-2.0
// The stop for git-lfs, for which a process of that name stands in.
#include "src/helper/lfs_retry.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <sstream>
#include <string>

#include "tests/unit/scratch.h"

namespace hf {
namespace {

/// What \a run returns in a child of this process.
bool InChild(const std::function<bool()>& run) {
  const pid_t child = fork();
  if (child == 0) _exit(run() ? 1 : 0);
  int status = -1;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 1;
}

/// The same for a process called \a name with \a between more between it and
/// the child.
bool Below(const char* name, int between, const std::function<bool()>& run) {
  std::function<bool()> nested = [&] { return InChild(run); };
  for (int count = 0; count < between; ++count) {
    nested = [inner = nested] {
      return InChild([&] {
        prctl(PR_SET_NAME, "git) x (y");
        return inner();
      });
    };
  }
  return InChild([&] {
    prctl(PR_SET_NAME, name);
    return nested();
  });
}

struct Runtime {
  Scratch files;
  std::string name = "git-credential-hf-refused." + std::to_string(geteuid());
  Variables variables{{"XDG_RUNTIME_DIR=" + files.Path("")}};

  bool Note() const {
    NoteLfsRejection(variables.Get());
    return true;
  }
  bool Stops() const { return IsLfsRetry(variables.Get()); }

  /// Notes a refusal, and asks again from the same process.
  bool StopsAgain(const char* caller, int between = 0) const {
    return Below(caller, between, [this] { return Note() && Stops(); });
  }
};

TEST_CASE_FIXTURE(Runtime,
                  "a git-lfs that asks again after a refusal is stopped") {
  CHECK(StopsAgain("git-lfs"));
  CHECK(StopsAgain("git-lfs", 1));
  CHECK(StopsAgain("git-lfs", 4));
  CHECK_FALSE(StopsAgain("git-lfs", 5));  // Too distant an ancestor.
}

TEST_CASE_FIXTURE(Runtime,
                  "another program is not stopped and leaves no note") {
  for (const char* caller : {"git", "git-lfs2", "xgit-lfs", "lfs"}) {
    CHECK_FALSE(StopsAgain(caller));
  }
  CHECK(files.Names().empty());
}

TEST_CASE_FIXTURE(Runtime, "another git-lfs is not stopped") {
  CHECK(Below("git-lfs", 0, [this] { return Note(); }));
  CHECK_FALSE(Below("git-lfs", 0, [this] { return Stops(); }));
}

/// When the process began: the 22nd field of its stat.
std::string StartOf(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  std::string text;
  std::getline(file, text);
  std::istringstream words(text.substr(text.rfind(')') + 1));
  std::string word;
  for (int number = 3; number <= 22; ++number) words >> word;
  return word;
}

TEST_CASE_FIXTURE(Runtime, "a note names the process and when it began") {
  CHECK(Below("git-lfs", 0, [this] {
    return Note() && files.Read(name) == std::to_string(getppid()) + " " +
                                             StartOf(getppid()) + "\n";
  }));
}

TEST_CASE_FIXTURE(Runtime,
                  "a git-lfs that got the number of another is not stopped") {
  // The note has another start time for the same process.
  CHECK_FALSE(Below("git-lfs", 0, [this] {
    Note();
    std::string note = files.Read(name);
    note[note.size() - 2] = note[note.size() - 2] == '1' ? '2' : '1';
    files.Give(name, note);
    const timespec now[] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
    utimensat(AT_FDCWD, files.Path(name).c_str(), now, 0);
    return Stops();
  }));
}

TEST_CASE_FIXTURE(Runtime,
                  "a git-lfs whose number ends like another is not stopped") {
  CHECK_FALSE(Below("git-lfs", 0, [this] {
    Note();
    files.Give(name, "1" + files.Read(name));
    const timespec now[] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
    utimensat(AT_FDCWD, files.Path(name).c_str(), now, 0);
    return Stops();
  }));
}

TEST_CASE_FIXTURE(Runtime, "an old note does not stop git-lfs") {
  CHECK_FALSE(Below("git-lfs", 0, [this] {
    Note();
    files.Give(name, files.Read(name));  // Settled long ago.
    return Stops();
  }));
}

TEST_CASE_FIXTURE(Runtime, "without git-lfs an empty note stops no program") {
  files.Give(name, "\n\n");
  const timespec now[] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
  REQUIRE(utimensat(AT_FDCWD, files.Path(name).c_str(), now, 0) == 0);
  CHECK_FALSE(Stops());
}

TEST_CASE_FIXTURE(Runtime,
                  "the file of notes keeps notes and has a maximum size") {
  files.Give(name, std::string(2048, 'x') + "\n");
  CHECK(StopsAgain("git-lfs"));
  CHECK(files.Read(name).size() < 100);
  const std::string others(1000, 'x');
  files.Give(name, others + "\n");
  CHECK(StopsAgain("git-lfs"));
  CHECK(files.Read(name).starts_with(others));
}

TEST_CASE_FIXTURE(Runtime, "a note is private and a regular file of the user") {
  CHECK(StopsAgain("git-lfs"));
  const std::string path = files.Path(name);
  struct stat facts;
  REQUIRE(stat(path.c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777) == 0600);
  unlink(path.c_str());
  files.Give("victim", "text\n");
  REQUIRE(symlink("victim", path.c_str()) == 0);
  CHECK_FALSE(StopsAgain("git-lfs"));
  CHECK(files.Read("victim") == "text\n");
  unlink(path.c_str());
  REQUIRE(mkfifo(path.c_str(), 0600) == 0);
  CHECK_FALSE(StopsAgain("git-lfs"));
  // A FIFO with a reader accepts a write, but is not a note.
  const int reader = open(path.c_str(), O_RDONLY | O_NONBLOCK);
  CHECK_FALSE(StopsAgain("git-lfs"));
  char byte;
  CHECK(read(reader, &byte, 1) <= 0);
  close(reader);
  if (geteuid() == 0) {
    unlink(path.c_str());
    files.Give(name, "");
    REQUIRE(chown(path.c_str(), 65534, 65534) == 0);
    CHECK_FALSE(StopsAgain("git-lfs"));
    CHECK(files.Read(name).empty());
  }
}

}  // namespace
}  // namespace hf
