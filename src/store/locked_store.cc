// SPDX-License-Identifier: Apache-2.0
// Changing the store: read, edit, check, replace, all under the lock.
#include "src/store/locked_store.h"

#include <algorithm>

#include "src/files/secret_file.h"
#include "src/store/git_tokens.h"
#include "src/store/store_version.h"
#include "src/system/path.h"

namespace hf {
namespace {

/// How often UpdateFile() writes. Python writes without the lock, so a Python
/// program that read the file before a write of UpdateFile(), and wrote after
/// it, has undone that write: UpdateFile() reads the file again, and writes
/// again.
constexpr int kMostWrites = 50;

/// How often UpdateFile() reads the file again after it saw another program
/// write: that program may have read the old file, and may not have written
/// yet.
constexpr int kChecksAfterOtherWriter = 10;

/// How often UpdateFile() starts again because the file changed before it could
/// be written.
constexpr int kMostRounds = 400;

Error TooLarge(const std::string& path) {
  return {Problem::kRefused,
          "the token store '" + path + "' would exceed 1 MiB",
          "remove tokens that are not needed with 'git-credential-hf logout "
          "NAME'"};
}

/// A file without sections. It is not empty: readers take an empty file for one
/// that is being written.
constexpr std::string_view kEmptyStore = "\n\n";

bool SameSections(std::vector<IniSection> left, std::vector<IniSection> right) {
  const auto by_name = [](const IniSection& a, const IniSection& b) {
    return a.name < b.name;
  };
  std::sort(left.begin(), left.end(), by_name);
  std::sort(right.begin(), right.end(), by_name);
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](const IniSection& a, const IniSection& b) {
                      return a.name == b.name && a.options == b.options;
                    });
}

/// The bytes for \a sections. Fails with kRefused when they do not read back as
/// \a sections.
Result<SecretString> Serialize(const std::string& path,
                               const std::vector<IniSection>& sections) {
  SecretString text = SerializeIni(sections);
  if (text.size() > kLargestSecretFile) return TooLarge(path);
  const auto again = ParseIni(text);
  const Ini* ini = std::get_if<Ini>(&again);
  const auto read = ini ? Sections(*ini, kLargestSecretFile) : std::nullopt;
  if (!read || !SameSections(*read, sections)) {
    return Error{
        Problem::kRefused,
        "this name or token cannot be written to '" + path + "'",
        "choose a name without line breaks, and without blanks at its ends"};
  }
  return text;
}

/// Writes \a sections to \a path. False, and writes nothing, when the file is
/// no longer \a version.
Result<bool> Write(const SecretDirectory& directory, const std::string& path,
                   const StoreVersion& version,
                   const std::vector<IniSection>& sections) {
  const std::string name(FileNameOf(path));
  const Condition unchanged{[&] { return version.IsCurrent(); },
                            !version.exists()};
  if (!sections.empty()) {
    Result<SecretString> text = Serialize(path, sections);
    if (!text.ok()) return text.error();
    return directory.ReplaceIf(unchanged, name, text.value());
  }
  // Removing a link takes two steps. A process that is killed between them
  // would leave a dangling link, which cannot be read as a store.
  const Result<bool> is_link = directory.IsLink(name);
  if (!is_link.ok()) return is_link.error();
  if (is_link.value()) {
    return directory.ReplaceIf(unchanged, name, kEmptyStore);
  }
  return directory.RemoveIf(unchanged, name);
}

/// Checks all three files before any of them is changed. Else a verb could
/// change one, and then fail at the next.
Result<void> Prepare(const SecretDirectory& directory,
                     const StorePaths& paths) {
  std::vector<std::string> names = {std::string(FileNameOf(paths.tokens)),
                                    std::string(FileNameOf(paths.state))};
  const std::string token(FileNameOf(paths.token));
  const std::string tokens_directory = DirectoryOf(paths.token);
  if (tokens_directory == directory.path()) {
    names.push_back(token);
    return directory.Prepare(names);
  }
  const auto other = SecretDirectory::OpenIfThere(tokens_directory);
  if (!other.ok()) return other.error();
  if (other.value()) {
    if (Result<void> ready = other.value()->Prepare({token}); !ready.ok()) {
      return ready;
    }
  }
  return directory.Prepare(names);
}

/// The sections to write in one round.
struct Draft {
  std::vector<IniSection> sections;
  bool is_new = false;     ///< It differs from the store.
  bool is_merged = false;  ///< Another program has written.
};

/// The sections of \a store after \a merge and \a edit. When \a edit fails, the
/// sections after \a merge alone if that changes them, else the error of
/// \a edit.
Result<Draft> DraftFor(const std::string& path, const TokenStore& store,
                       const Merge& merge, const StoreEdit& edit) {
  auto sections = store.CopySections();
  if (!sections) return TooLarge(path);
  Draft draft{std::move(*sections)};
  draft.is_merged = merge.ApplyTo(draft.sections);
  const auto unedited =
      draft.is_merged ? draft.sections : std::vector<IniSection>();
  Result<bool> edited = edit(draft.sections);
  if (!edited.ok() && !draft.is_merged) return edited.error();
  if (!edited.ok()) draft.sections = unedited;
  draft.is_new = draft.is_merged || edited.value();
  if (!draft.is_new || !MakeRoom(draft.sections)) return draft;
  // MakeRoom() may have removed exactly what the edit added.
  draft.is_new = !SameSections(draft.sections, *store.CopySections());
  return draft;
}

std::vector<IniSection> CopyOf(const StoreVersion& version) {
  return version.store().CopySections().value_or(std::vector<IniSection>());
}

/// What the next rounds must preserve, after \a draft has replaced \a version.
Merge AfterWriting(StoreVersion& version, Draft draft) {
  Merge merge;
  merge.Keep(std::move(draft.sections));
  if (auto late = version.WrittenSince()) {
    merge.Repeat(CopyOf(version), std::move(*late), !version.is_fresh());
  }
  return merge;
}

}  // namespace

Result<LockedStore> LockedStore::Acquire(const StorePaths& paths,
                                         LockWait wait) {
  const std::string& path = paths.tokens;
  Result<SecretDirectory> directory = SecretDirectory::Open(DirectoryOf(path));
  if (!directory.ok()) return directory.error();
  Result<FileLock> lock = FileLock::Acquire(
      directory.value(), std::string(FileNameOf(path)) + ".lock", wait);
  if (!lock.ok()) return lock.error();
  if (Result<void> ready = Prepare(directory.value(), paths); !ready.ok()) {
    return ready.error();
  }
  return LockedStore(paths, std::move(directory).value(),
                     std::move(lock).value());
}

Result<void> LockedStore::Update(const StoreEdit& edit) const {
  return UpdateFile(paths_.tokens, edit);
}

Result<void> LockedStore::UpdateState(const StoreEdit& edit) const {
  return UpdateFile(paths_.state, edit);
}

Result<void> LockedStore::UpdateFile(const std::string& path,
                                     const StoreEdit& edit) const {
  Merge merge;
  int checks = 1;  // How often to read the file again after it is as wanted.
  for (int round = 0, written = 0; round < kMostRounds && written < kMostWrites;
       ++round) {
    Result<StoreVersion> version = StoreVersion::Read(path);
    if (!version.ok()) return version.error();
    Result<Draft> draft = DraftFor(path, version.value().store(), merge, edit);
    if (!draft.ok()) return draft.error();
    if (draft.value().is_merged) checks = kChecksAfterOtherWriter;
    if (!draft.value().is_new) {
      if (--checks <= 0) return {};
      internal::WaitForWriter();
      continue;
    }
    Result<bool> done =
        Write(directory_, path, version.value(), draft.value().sections);
    if (!done.ok()) return done.error();
    if (done.value()) {
      ++written;
      merge = AfterWriting(version.value(), std::move(draft).value());
      continue;
    }
    checks = kChecksAfterOtherWriter;
    if (version.value().is_fresh()) merge.Keep(CopyOf(version.value()));
    internal::WaitForWriter();
  }
  return Error{Problem::kUnavailable,
               "'" + path + "' keeps being overwritten by another program",
               "try again when it is done"};
}

Result<void> LockedStore::UpdateToken(
    std::string_view token,
    const std::function<void(IniSection&)>& edit) const {
  return Update([&](std::vector<IniSection>& sections) {
    bool changed = false;
    for (IniSection& section : sections) {
      if (section.Find(kTokenKey) != token) continue;
      const auto before = section.options;
      edit(section);
      changed = changed || section.options != before;
    }
    return changed;
  });
}

Result<void> UpdateStore(const StorePaths& paths, const StoreEdit& edit) {
  Result<LockedStore> store = LockedStore::Acquire(paths);
  if (!store.ok()) return store.error();
  return store.value().Update(edit);
}

}  // namespace hf
