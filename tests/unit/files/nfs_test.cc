// SPDX-License-Identifier: Apache-2.0
// What a client of NFS does to files. A real client is in tests/fleet.
#include "src/files/nfs.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <string>

#include "src/files/secret_file.h"
#include "src/system/path.h"
#include "tests/unit/scratch.h"
#include "tests/unit/stand_ins.h"

namespace hf {
namespace {

constexpr char kAside[] = ".nfs00000000000a7c01f00000001";
constexpr char kTokens[] = "[me]\nhf_token = hf_me\n\n";

/// A store on NFS that a client has renamed aside, to replace it.
struct Aside {
  Scratch files;
  std::string path = files.Path("stored_tokens");
  StandIns calls;
  int pauses = 0;

  Aside() {
    files.Give(kAside, kTokens);
    calls.is_on_nfs = true;
    calls.instead_of_sleep = [this](const timespec&) { ++pauses; };
  }

  bool IsFound() const {
    const auto file = ReadSecretFile(path);
    REQUIRE(file.ok());
    return file.value() && std::string_view(file.value()->text) == kTokens;
  }
};

TEST_CASE_FIXTURE(Aside, "a reader waits for a file that is being replaced") {
  calls.instead_of_sleep = [this](const timespec&) {
    if (++pauses != 3) return;
    CHECK(rename(files.Path(kAside).c_str(), path.c_str()) == 0);
  };
  CHECK(IsFound());
  CHECK(pauses == 3);
}

TEST_CASE_FIXTURE(Aside, "a reader does not wait for ever") {
  CHECK_FALSE(IsFound());
  CHECK(pauses == 19);
}

TEST_CASE_FIXTURE(Aside, "a reader does not wait where there is no NFS") {
  calls.is_on_nfs = false;
  CHECK_FALSE(IsFound());
  CHECK(pauses == 0);
}

TEST_CASE_FIXTURE(Aside, "a reader does not wait for what a machine left") {
  // The directory has changed since, by the clock of the server.
  struct stat facts;
  REQUIRE(stat(files.Path(kAside).c_str(), &facts) == 0);
  facts.st_ctim.tv_sec += 2;
  const timespec times[] = {facts.st_ctim, facts.st_ctim};
  REQUIRE(utimensat(AT_FDCWD, DirectoryOf(path).c_str(), times, 0) == 0);
  CHECK_FALSE(IsFound());
  CHECK(pauses == 0);
}

TEST_CASE("the mount options tell if locks hold on one machine only") {
  const std::string begin =
      "25 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
      "36 25 0:45 / /home/a\\040b rw,relatime shared:1 - nfs a:/home "
      "rw,vers=3,";
  const std::string end = ",addr=10.0.2.2\n41 25 0:46 / /run rw - tmpfs x rw\n";
  const auto local = [&](const std::string& option, unsigned device = 45) {
    return HasLocalLocksOnly(begin + option + end, makedev(0, device));
  };
  CHECK(local("nolock,local_lock=all"));
  CHECK(local("local_lock=flock"));
  CHECK_FALSE(local("local_lock=none"));
  CHECK_FALSE(local("local_lock=posix"));
  CHECK_FALSE(local("local_lock=all", 46));
  CHECK_FALSE(local("local_lock=all", 4));
  CHECK_FALSE(HasLocalLocksOnly("", makedev(0, 45)));
}

}  // namespace
}  // namespace hf
