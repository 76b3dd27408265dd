// SPDX-License-Identifier: Apache-2.0
// Beside a program that takes no lock and writes in place, as the Hub's Python
// library does: neither save is lost.
#include "src/store/store_version.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "src/files/secret_directory.h"
#include "src/store/locked_store.h"
#include "tests/unit/scratch.h"
#include "tests/unit/stand_ins.h"

namespace hf {
namespace {

const std::string kOurs = "[ours]\nhf_token = hf_ours\n\n";
const std::string kOld = "[old]\nhf_token = hf_old\n\n";
const std::string kPython = "[py]\nhf_token = hf_py\n\n";

void WriteInto(int fd, const std::string& text) {
  REQUIRE(ftruncate(fd, 0) == 0);
  REQUIRE(pwrite(fd, text.data(), text.size(), 0) ==
          static_cast<ssize_t>(text.size()));
}

void WriteInPlace(const std::string& path, const std::string& text) {
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  REQUIRE(fd >= 0);
  WriteInto(fd, text);
  close(fd);
}

/// Saves the token of the test; \a meanwhile is called once, after the store
/// was read and before it is written.
template <typename Meanwhile>
Result<void> SaveOurs(const Scratch& files, Meanwhile meanwhile) {
  bool first = true;
  return UpdateStore(files.Store(), [&](std::vector<IniSection>& sections) {
    if (FindSection(sections, "ours")) return false;
    SectionCalled(sections, "ours").Set(kTokenKey, "hf_ours");
    if (first) meanwhile();
    first = false;
    return true;
  });
}

TEST_CASE("a save of Python between read and write is kept") {
  const Scratch files;
  const std::string path = files.Path("stored_tokens");
  SUBCASE("in an existing store") {
    files.Give("stored_tokens", kOld);
    REQUIRE(SaveOurs(files, [&] { WriteInPlace(path, kOld + kPython); }).ok());
    CHECK(files.Read("stored_tokens") == kOld + kOurs + kPython);
  }
  SUBCASE("in a new store") {
    REQUIRE(SaveOurs(files, [&] { WriteInPlace(path, kPython); }).ok());
    CHECK(files.Read("stored_tokens") == kOurs + kPython);
  }
  SUBCASE("of the same size as before") {
    files.Give("stored_tokens", kOld);
    const std::string other = "[new]\nhf_token = hf_new\n\n";
    REQUIRE(other.size() == kOld.size());
    REQUIRE(SaveOurs(files, [&] { WriteInPlace(path, other); }).ok());
    CHECK(files.Read("stored_tokens") == other + kOurs);
  }
  SUBCASE("by a rename") {
    files.Give("stored_tokens", kOld);
    REQUIRE(SaveOurs(files, [&] {
              files.Give("aside", kOld + kPython);
              REQUIRE(rename(files.Path("aside").c_str(), path.c_str()) == 0);
            }).ok());
    CHECK(files.Read("stored_tokens") == kOld + kOurs + kPython);
  }
  SUBCASE("through a link") {
    files.Give("real", kOld);
    REQUIRE(symlink("real", path.c_str()) == 0);
    REQUIRE(SaveOurs(files, [&] { WriteInPlace(path, kOld + kPython); }).ok());
    CHECK(files.Read("real") == kOld + kOurs + kPython);
  }
  CHECK(files.Names().size() <= 2);  // No other file is left.
}

TEST_CASE("a save of Python before the empty store is removed is kept") {
  const Scratch files;
  files.Give("stored_tokens", kOld);
  bool first = true;
  REQUIRE(UpdateStore(files.Store(), [&](std::vector<IniSection>& sections) {
            const bool any = RemoveSection(sections, "old");
            if (first) {
              WriteInPlace(files.Path("stored_tokens"), kOld + kPython);
            }
            first = false;
            return any;
          }).ok());
  CHECK(files.Read("stored_tokens") == kPython);
}

TEST_CASE("a file that appears at the last moment is not replaced") {
  const Scratch files;
  const auto directory = SecretDirectory::Open(files.Path(""));
  REQUIRE(directory.ok());
  const Condition is_new{[&] {
                           files.Give("stored_tokens", kPython);
                           return true;
                         },
                         true};
  const Result<bool> replaced =
      directory.value().ReplaceIf(is_new, "stored_tokens", kOurs);
  REQUIRE(replaced.ok());
  CHECK_FALSE(replaced.value());
  CHECK(files.Read("stored_tokens") == kPython);
  CHECK(files.Names() == std::vector<std::string>{"stored_tokens"});
}

TEST_CASE("a write into the replaced file is noticed") {
  const Scratch files;
  const std::string path = files.Path("stored_tokens");
  files.Give("stored_tokens", kOld);
  Result<StoreVersion> version = StoreVersion::Read(path);
  REQUIRE(version.ok());
  CHECK(version.value().IsCurrent());
  // Python has opened it, and has not written yet.
  const int python = open(path.c_str(), O_WRONLY);
  REQUIRE(python >= 0);
  files.Give("aside", kOurs);
  REQUIRE(rename(files.Path("aside").c_str(), path.c_str()) == 0);
  CHECK_FALSE(version.value().IsCurrent());
  SUBCASE("nothing") { CHECK_FALSE(version.value().WrittenSince()); }
  SUBCASE("the same again") {
    WriteInto(python, kOld);
    CHECK_FALSE(version.value().WrittenSince());
  }
  SUBCASE("another section") {
    WriteInto(python, kOld + kPython);
    const auto late = version.value().WrittenSince();
    REQUIRE(late);
    CHECK(SerializeIni(*late) == std::string_view(kOld + kPython));
  }
  SUBCASE("half of it, by a program that was killed") {
    WriteInto(python, "[ol");
    CHECK_FALSE(version.value().WrittenSince());
  }
  close(python);
}

TEST_CASE("another file with the same bytes is another version") {
  const Scratch files;
  const std::string path = files.Path("stored_tokens");
  files.Give("stored_tokens", kOld);
  const Result<StoreVersion> version = StoreVersion::Read(path);
  REQUIRE(version.ok());
  CHECK(version.value().IsCurrent());
  files.Give("aside", kOld);
  REQUIRE(rename(files.Path("aside").c_str(), path.c_str()) == 0);
  CHECK_FALSE(version.value().IsCurrent());
}

TEST_CASE("changes of another program are merged into the new store") {
  const auto sections = [](const std::string& text) {
    auto parsed = ParseIni(SecretString(text));
    REQUIRE(std::holds_alternative<Ini>(parsed));
    return *Sections(std::get<Ini>(parsed), 1 << 20);
  };
  const std::string changed = "[old]\nhf_token = hf_newer\n\n";
  struct Row {
    std::string before, after, now;
    std::string merged;     // If it had read the state before.
    std::string kept = {};  // If it may have read an older state.
  };
  const Row kRows[] = {
      {kOld, kOld + kPython, kOld + kOurs, kOld + kOurs + kPython},  // added
      {kOld, changed, kOld + kOurs, changed + kOurs},                // changed
      {"", kPython, kOurs, kOurs + kPython},
      {kOld, kOld, kOld + kOurs, kOld + kOurs},  // nothing
      {kOld + kPython, kOld, kOld + kOurs + kPython, kOld + kOurs,
       kOld + kOurs + kPython},  // removed, or not seen yet
  };
  for (const Row& row : kRows) {
    for (const bool has_read_before : {true, false}) {
      CAPTURE(row.after);
      CAPTURE(has_read_before);
      Merge merge;
      merge.Keep(sections(row.now));
      merge.Repeat(sections(row.before), sections(row.after), has_read_before);
      const std::string& merged =
          has_read_before || row.kept.empty() ? row.merged : row.kept;
      std::vector<IniSection> now = sections(row.now);
      CHECK(merge.ApplyTo(now) == (row.now != merged));
      CHECK(SerializeIni(now) == std::string_view(merged));
      CHECK_FALSE(merge.ApplyTo(now));  // The change is there already.
      // As if that program had written again without the saved token.
      now = sections(row.after);
      merge.ApplyTo(now);
      CHECK(SerializeIni(now) == std::string_view(merged));
    }
  }
}

TEST_CASE("a change of another program does not restore a removed token") {
  const IniSection old{SecretString("old"), {}};
  const IniSection python{SecretString("py"), {}};
  Merge merge;
  merge.Repeat({old}, {old, python}, true);
  std::vector<IniSection> now;
  CHECK(merge.ApplyTo(now));
  CHECK(now == std::vector<IniSection>{python});
}

TEST_CASE("an older copy does not undo a save that was in the store") {
  const Scratch files;
  const std::string path = files.Path("stored_tokens");
  // It is new: Python may have read the store before.
  WriteInPlace(path, kOld + "[just]\nhf_token = hf_just\n\n");
  REQUIRE(SaveOurs(files, [&] { WriteInPlace(path, kOld + kPython); }).ok());
  CHECK(files.Read("stored_tokens") ==
        "[just]\nhf_token = hf_just\n\n" + kOld + kOurs + kPython);
}

bool IsOpen(const std::string& path) {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return std::any_of(begin(all), end(all), [&](const auto& entry) {
    std::error_code gone;
    return std::filesystem::read_symlink(entry, gone) == path;
  });
}

TEST_CASE(
    "the store is not held open on NFS, where it would be replaced late") {
  const Scratch files;
  const std::string path = files.Path("stored_tokens");
  files.Give("stored_tokens", kOld);
  StandIns calls;
  for (const bool is_on_nfs : {false, true}) {
    calls.is_on_nfs = is_on_nfs;
    const Result<StoreVersion> version = StoreVersion::Read(path);
    REQUIRE(version.ok());
    CHECK(version.value().exists());
    CHECK(version.value().IsCurrent());
    CHECK(IsOpen(path) == !is_on_nfs);
  }
  REQUIRE(SaveOurs(files, [] {}).ok());
  CHECK(files.Read("stored_tokens") == kOld + kOurs);
}

}  // namespace
}  // namespace hf
