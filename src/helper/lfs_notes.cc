// SPDX-License-Identifier: Apache-2.0
#include "src/helper/lfs_notes.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <string_view>

#include "src/helper/lfs_caller.h"
#include "src/system/path.h"
#include "src/text/record.h"

namespace hf {
namespace {

// Fields that only a note has.
constexpr std::string_view kOrigin = "origin";
constexpr std::string_view kRejected = "rejected";

std::string FolderOf(const Environment& environment) {
  const auto runtime = environment.Find("XDG_RUNTIME_DIR");
  const std::string_view directory =
      runtime && runtime->starts_with('/') ? *runtime : "/tmp";
  return JoinPath(directory,
                  "git-credential-hf-lfs." + std::to_string(geteuid()));
}

/// In /tmp another user may have made the folder before.
UniqueFd OpenFolder(const std::string& path) {
  UniqueFd folder(
      open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat facts;
  const bool is_private = folder.ok() && fstat(folder.get(), &facts) == 0 &&
                          facts.st_uid == geteuid() &&
                          (facts.st_mode & (S_IRWXG | S_IRWXO)) == 0;
  return is_private ? std::move(folder) : UniqueFd();
}

RecordWriter RecordOf(const LfsNote& note) {
  RecordWriter record;
  record.Add(field::kEndpoint, note.hub);
  if (note.path) record.Add(field::kPath, *note.path);
  if (note.username) record.Add(field::kUsername, *note.username);
  record.Add(field::kName, note.name);
  record.Add(kOrigin, note.origin);
  if (note.rejected) record.Add(kRejected, "1");
  return record;
}

UniqueFd OpenNote(int folder, const std::string& id) {
  UniqueFd file(openat(folder, id.c_str(),
                       O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat facts;
  const bool is_own = file.ok() && fstat(file.get(), &facts) == 0 &&
                      S_ISREG(facts.st_mode) && facts.st_uid == geteuid();
  return is_own ? std::move(file) : UniqueFd();
}

/// git-lfs asks again at once after a rejection. Later the user may have logged
/// in again.
bool IsRecent(int note) {
  constexpr time_t kRecent = 60;
  struct stat facts;
  return fstat(note, &facts) == 0 &&
         time(nullptr) - facts.st_mtim.tv_sec < kRecent;
}

/// Writes a file beside the note, and renames it. Another helper may write a
/// note on the same git-lfs at the same time.
bool Replace(int folder, const std::string& id, const RecordWriter& record) {
  const std::string scratch = id + "." + std::to_string(getpid());
  const UniqueFd file(
      openat(folder, scratch.c_str(),
             O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
             S_IRUSR | S_IWUSR));
  if (!file.ok()) return false;
  if (record.WriteTo(file.get()).ok() &&
      renameat(folder, scratch.c_str(), folder, id.c_str()) == 0) {
    return true;
  }
  unlinkat(folder, scratch.c_str(), 0);
  return false;
}

/// True for the note of a process of another container that has ended, most
/// likely.
bool IsOld(int folder, const char* name) {
  constexpr time_t kOld = 604'800;  // A week.
  struct stat facts;
  return fstatat(folder, name, &facts, AT_SYMLINK_NOFOLLOW) == 0 &&
         time(nullptr) - facts.st_mtim.tv_sec > kOld;
}

}  // namespace

LfsNotes::LfsNotes(const Environment& environment)
    : path_(FolderOf(environment)), folder_(OpenFolder(path_)) {
  if (folder_.ok()) RemoveEnded();
}

void LfsNotes::RemoveEnded() {
  // A second description: fdopendir() takes its descriptor.
  DIR* entries =
      fdopendir(openat(folder_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!entries) return;
  bool is_empty = true;
  while (const dirent* entry = readdir(entries)) {
    const std::string_view id = entry->d_name;
    if (id == "." || id == "..") continue;
    const bool is_over = HasEnded(id) || IsOld(folder_.get(), entry->d_name);
    if (!is_over || unlinkat(folder_.get(), entry->d_name, 0) != 0) {
      is_empty = false;
    }
  }
  closedir(entries);
  if (is_empty && rmdir(path_.c_str()) == 0) folder_.Reset(-1);
}

std::optional<LfsNote> LfsNotes::Find(const std::string& id) const {
  if (!folder_.ok()) return std::nullopt;
  const UniqueFd file = OpenNote(folder_.get(), id);
  if (!file.ok()) return std::nullopt;
  const Result<Record> record = ReadRecord(file.get());
  if (!record.ok()) return std::nullopt;
  const auto text = [&](std::string_view key) {
    return std::string(record.value().Find(key).value_or(""));
  };
  LfsNote note;
  note.hub = text(field::kEndpoint);
  note.path = std::optional<std::string>(record.value().Find(field::kPath));
  note.username =
      std::optional<std::string>(record.value().Find(field::kUsername));
  note.name = text(field::kName);
  note.origin = text(kOrigin);
  note.rejected = record.value().Find(kRejected) && IsRecent(file.get());
  return note;
}

void LfsNotes::Write(const std::string& id, const LfsNote& note) {
  const RecordWriter record = RecordOf(note);
  const auto old = Find(id);
  if (old && RecordOf(*old).text() == record.text()) return;
  if (!record.Check().ok()) return Remove(id);
  // Another helper may remove the empty folder before each of these calls.
  constexpr int kMostTries = 5;
  for (int tries = 0; tries < kMostTries; ++tries) {
    if (!folder_.ok()) {
      mkdir(path_.c_str(), S_IRWXU);
      folder_ = OpenFolder(path_);
    }
    if (folder_.ok() && Replace(folder_.get(), id, record)) return;
    Remove(id);
    folder_.Reset(-1);
  }
}

void LfsNotes::Remove(const std::string& id) {
  if (folder_.ok()) unlinkat(folder_.get(), id.c_str(), 0);
}

}  // namespace hf
