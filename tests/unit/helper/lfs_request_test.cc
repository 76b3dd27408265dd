// SPDX-License-Identifier: Apache-2.0
// What the helper remembers of a git-lfs, for which a process of that name
// stands in.
#include "src/helper/lfs_request.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/unit/scratch.h"

namespace hf {
namespace {

/// What \a run returns in a child of this process that is called \a name.
bool InChild(const char* name, const std::function<bool()>& run) {
  const pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_NAME, name);
    _exit(run() ? 1 : 0);
  }
  int status = -1;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 1;
}

/// What \a run returns below processes that are called \a names, the first one
/// on top. A shell does \a run.
bool Below(std::vector<const char*> names, const std::function<bool()>& run) {
  std::function<bool()> nested = [&] { return InChild("sh", run); };
  for (std::size_t left = names.size(); left > 0; --left) {
    nested = [inner = nested, name = names[left - 1]] {
      return InChild(name, inner);
    };
  }
  return nested();
}

Record RecordOf(const std::string& text) {
  auto record = ParseRecord(SecretString(text));
  REQUIRE(record.ok());
  return std::move(record).value();
}

const char kForHub[] = "protocol=https\nhost=huggingface.co\n";
const char kForLfs[] =
    "protocol=https\nhost=huggingface.co\npath=acme/m.git/info/lfs\n";

struct Runtime {
  Scratch files;
  Variables variables{{"XDG_RUNTIME_DIR=" + files.Path("")}};
  Endpoint hub = Endpoint::Parse("https://huggingface.co").value();
  Record from_lfs = RecordOf(kForLfs);
  Record from_agent = RecordOf(kForHub);

  static TokenChoice Choice(const std::string& name) {
    TokenChoice choice;
    choice.name = name;
    choice.origin = "file";
    return choice;
  }

  LfsRequest Ask(const Record& record) const {
    return LfsRequest(variables.Get(), record);
  }

  bool Note(const char* name = "work") const {
    Ask(from_lfs).NoteAnswer(hub, Choice(name));
    return true;
  }

  bool Reject() const {
    Ask(from_lfs).NoteRejection();
    return true;
  }

  /// The only note of the folder, as its path below the runtime directory.
  std::string NotePath() const {
    const auto folders = files.Names();
    if (folders.size() != 1) return {};
    const auto notes = files.Names(folders[0]);
    return notes.size() == 1 ? folders[0] + "/" + notes[0] : std::string();
  }
};

TEST_CASE_FIXTURE(Runtime, "an agent gets what its git-lfs asked for") {
  CHECK(Below({"git-lfs"}, [this] {
    Note();
    return Below({"git-xet", "git"}, [this] {
      const LfsRequest request = Ask(from_agent);
      const auto wanted = request.Wanted(hub);
      return request.IsFromAgent() && wanted.ok() &&
             wanted.value().path == "acme/m.git/info/lfs" &&
             !wanted.value().username && request.name() == "work" &&
             request.GotBefore(Choice("work")) &&
             !request.GotBefore(Choice("home"));
    });
  }));
}

TEST_CASE_FIXTURE(Runtime, "an agent may send an empty path and user name") {
  const Record empty = RecordOf(std::string(kForHub) + "path=\nusername=\n");
  CHECK(Below({"git-lfs"}, [&] {
    Note();
    return Below({"git-xet", "git"}, [&] { return Ask(empty).IsFromAgent(); });
  }));
}

TEST_CASE_FIXTURE(Runtime, "an agent gets nothing when its git-lfs got none") {
  const auto is_refused = [this] {
    return Below({"git-xet", "sh", "git"}, [this] {
      const LfsRequest request = Ask(from_agent);
      return request.IsFromAgent() && !request.Wanted(hub).ok();
    });
  };
  CHECK(Below({"git-lfs"}, is_refused));
  CHECK(Below({"git-lfs"}, [&] {  // Another git-lfs got one.
    return Note() && Below({"git-lfs"}, is_refused);
  }));
  CHECK(Below({"git-lfs"}, [&] {  // It asked about another host since.
    Note();
    LfsRequest::NoteOtherHost(variables.Get(), from_lfs);
    return is_refused();
  }));
  CHECK(Below({"git-lfs"}, [&] {  // It got none since.
    Note();
    Ask(from_lfs).NoteNoAnswer();
    return is_refused();
  }));
  CHECK(Below({"git-lfs"}, [&] {  // It asked about another Hub since.
    Note();
    const auto other = Endpoint::Parse("https://hub.corp.example").value();
    Ask(from_lfs).NoteAnswer(other, Choice("corp"));
    return is_refused();
  }));
}

TEST_CASE_FIXTURE(Runtime, "only a program that git-lfs runs is an agent") {
  const auto is_agent = [this](const std::string& text) {
    const Record record = RecordOf(text);
    return Ask(record).IsFromAgent();
  };
  const std::string user = "protocol=https\nhost=h\nusername=work\n";
  const std::vector<std::vector<const char*>> not_agents = {
      {"git-lfs", "git"},
      {"git-lfs", "git", "sh"},
      {"git-lfs", "git", "git-remote-http"},
      {"git-xet", "git"}};
  for (const auto& chain : not_agents) {
    CHECK_FALSE(Below(chain, [&] { return is_agent(kForHub); }));
  }
  CHECK(Below({"git-lfs", "x) y (", "git"}, [&] { return is_agent(kForHub); }));
  CHECK_FALSE(Below({"git-lfs", "xet"}, [&] { return is_agent(kForLfs); }));
  CHECK_FALSE(Below({"git-lfs", "xet"}, [&] { return is_agent(user); }));
}

TEST_CASE_FIXTURE(Runtime, "only what git-lfs itself gets is noted") {
  for (const char* caller : {"git", "git-lfs2", "xgit-lfs", "lfs"}) {
    CHECK(Below({caller, "git"}, [this] { return Note(); }));
  }
  CHECK(Below({"git-lfs", "git-xet", "git"}, [this] { return Note(); }));
  CHECK(files.Names().empty());
}

TEST_CASE_FIXTURE(Runtime, "a note is private and replaced, not changed") {
  CHECK(Below({"git-lfs", "git"}, [this] {
    Note();
    const std::string path = files.Path(NotePath());
    struct stat first, second, third, folder;
    const bool is_there = stat(path.c_str(), &first) == 0;
    Note();
    const bool is_same =
        stat(path.c_str(), &second) == 0 && second.st_ino == first.st_ino;
    Note("home");
    const bool is_new = stat(files.Path(NotePath()).c_str(), &third) == 0 &&
                        third.st_ino != first.st_ino;
    const bool has_folder =
        stat(files.Path(files.Names()[0]).c_str(), &folder) == 0;
    return is_there && (first.st_mode & 0777) == 0600 && is_same && is_new &&
           has_folder && (folder.st_mode & 0777) == 0700;
  }));
}

TEST_CASE_FIXTURE(Runtime, "the note of a git-lfs that has ended is removed") {
  CHECK(Below({"git-lfs"}, [this] { return Note(); }));
  REQUIRE(files.Names().size() == 1);
  LfsNotes notes(variables.Get());
  CHECK_FALSE(notes.exist());
  CHECK(files.Names().empty());
}

TEST_CASE_FIXTURE(Runtime, "a note of an earlier process of that number goes") {
  CHECK(Below({"git-lfs"}, [this] {
    Note();
    const std::string path = NotePath();
    const std::string other = path + "1";  // Another start time.
    rename(files.Path(path).c_str(), files.Path(other).c_str());
    return !LfsNotes(variables.Get()).exist() && files.Names().empty();
  }));
}

TEST_CASE_FIXTURE(Runtime, "a rejected git-lfs is stopped, another is not") {
  const auto retries = [this] { return Ask(from_lfs).IsRetry(); };
  for (const auto& between :
       std::vector<std::vector<const char*>>{{}, {"git"}, {"git", "sh"}}) {
    CHECK(Below({"git-lfs"}, [&] {
      return Below(between, [this] { return Reject(); }) &&
             Below(between, retries);
    }));
  }
  CHECK_FALSE(Below({"git-lfs"}, retries));
  CHECK_FALSE(Below({"git"}, [&] { return Reject() && retries(); }));
}

TEST_CASE_FIXTURE(Runtime, "a rejection of more than a minute ago is over") {
  CHECK_FALSE(Below({"git-lfs"}, [this] {
    Reject();
    const timespec past[] = {{0, UTIME_OMIT}, {time(nullptr) - 61, 0}};
    utimensat(AT_FDCWD, files.Path(NotePath()).c_str(), past, 0);
    return Ask(from_lfs).IsRetry();
  }));
}

TEST_CASE_FIXTURE(Runtime, "a folder that others can use is not used") {
  REQUIRE(Below({"git-lfs"}, [this] {
    Note();
    const std::string folder = files.Path(files.Names()[0]);
    const auto is_refused = [&] { return !LfsNotes(variables.Get()).exist(); };
    constexpr uid_t kOther = 65534;
    const bool by_mode = chmod(folder.c_str(), 0750) == 0 && is_refused() &&
                         chmod(folder.c_str(), 0700) == 0;
    // Only root can give a folder away.
    const bool by_owner =
        geteuid() != 0 ||
        (chown(folder.c_str(), kOther, kOther) == 0 && is_refused());
    return by_mode && by_owner;
  }));
}

TEST_CASE("a note that cannot be written is none, and no error") {
  const Runtime runtime;
  const Variables nowhere{{"XDG_RUNTIME_DIR=" + runtime.files.Path("none")}};
  CHECK(Below({"git-lfs"}, [&] {
    LfsRequest request(nowhere.Get(), runtime.from_lfs);
    request.NoteAnswer(runtime.hub, Runtime::Choice("work"));
    request.NoteRejection();
    return !LfsNotes(nowhere.Get()).exist();
  }));
}

TEST_CASE_FIXTURE(Runtime, "a note that is a link or a FIFO is none") {
  CHECK(Below({"git-lfs"}, [this] {
    Note();
    const std::string path = files.Path(NotePath());
    const std::string text = files.Read(NotePath());
    files.Give("victim", text);
    rename(files.Path("victim").c_str(), (path + ".real").c_str());
    unlink(path.c_str());
    const bool made = symlink((path + ".real").c_str(), path.c_str()) == 0;
    const bool link_is_none = Ask(from_lfs).name().empty();
    unlink(path.c_str());
    const bool fifo = mkfifo(path.c_str(), 0600) == 0;
    return made && link_is_none && fifo && Ask(from_lfs).name().empty();
  }));
}

}  // namespace
}  // namespace hf
