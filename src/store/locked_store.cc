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

/// Python writes without the lock. A writer that read before us and wrote after
/// us has undone our work; so we look again, and write again, this often.
constexpr int kMostWrites = 50;

/// Where another program was seen to write, it may have read before us and not
/// have written yet: so often we look whether it undoes our work.
constexpr int kLooksBesideAnother = 10;

/// And this often we begin again because the store has changed before we could
/// write it.
constexpr int kMostRounds = 400;

Error TooLarge(const std::string& path) {
  return {Problem::kRefused,
          "the token store '" + path + "' would exceed 1 MiB",
          "remove tokens that are not needed with 'git-credential-hf logout "
          "NAME'"};
}

/// Without sections, and not empty: an empty file may be half of one.
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

/// The bytes for \a sections, if they read back as \a sections.
Result<SecretString> Serialize(const std::string& path,
                               const std::vector<IniSection>& sections) {
  SecretString text = SerializeIni(sections);
  if (text.size() > kLargestSecretFile) return TooLarge(path);
  const auto again = ParseIni(text);
  const Ini* ini = std::get_if<Ini>(&again);
  const auto read = ini ? Sections(*ini, kLargestSecretFile) : std::nullopt;
  if (!read || !SameSections(*read, sections)) {
    return Error{Problem::kRefused,
                 "'" + path + "' cannot hold this name or token",
                 "choose a name without line breaks and blanks at its ends"};
  }
  return text;
}

/// False, and nothing is written, when \a version is no longer what is there.
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
  // A run that is killed between a file and the link to it would leave a link
  // to nothing, which is no store that can be read.
  const Result<bool> is_link = directory.IsLink(name);
  if (!is_link.ok()) return is_link.error();
  if (is_link.value()) {
    return directory.ReplaceIf(unchanged, name, kEmptyStore);
  }
  return directory.RemoveIf(unchanged, name);
}

/// All three files are looked at before any is changed, so that no verb finds
/// in the middle of its work that it may not write the next.
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

/// What one round makes of the store.
struct Draft {
  std::vector<IniSection> sections;
  bool is_new = false;     ///< It is not what the store has.
  bool is_merged = false;  ///< Another program has written meanwhile.
};

/// The sections of \a store with \a merge and \a edit. When \a edit fails, only
/// with what is to be merged, or else the error.
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
  // What was to be added may be what had no room.
  draft.is_new = !SameSections(draft.sections, *store.CopySections());
  return draft;
}

std::vector<IniSection> CopyOf(const StoreVersion& version) {
  return version.store().CopySections().value_or(std::vector<IniSection>());
}

/// What must not get lost now that \a draft has taken the place of \a version.
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
  int looks = 1;  // At the store, after it is as we want it.
  for (int round = 0, written = 0; round < kMostRounds && written < kMostWrites;
       ++round) {
    Result<StoreVersion> version = StoreVersion::Read(path);
    if (!version.ok()) return version.error();
    Result<Draft> draft = DraftFor(path, version.value().store(), merge, edit);
    if (!draft.ok()) return draft.error();
    if (draft.value().is_merged) looks = kLooksBesideAnother;
    if (!draft.value().is_new) {
      if (--looks <= 0) return {};
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
    looks = kLooksBesideAnother;
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
