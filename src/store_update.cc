// SPDX-License-Identifier: Apache-2.0
// Changing the store: read, edit, check, replace, all under the lock.
#include <algorithm>

#include "src/locked_store.h"
#include "src/secret_file.h"
#include "src/store_path.h"

namespace hf {
namespace {

/// Python writes without the lock. A writer that read before us and wrote after
/// us has undone our work; so we look again, this often.
constexpr int kMostRounds = 5;

Error TooLarge(const std::string& path) {
  return {Problem::kRefused,
          "the token store '" + path + "' would exceed 1 MiB",
          "remove tokens that are not needed with 'git-credential-hf logout "
          "NAME'"};
}

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

Result<void> Write(const SecretDirectory& directory, const std::string& path,
                   const std::vector<IniSection>& sections) {
  const std::string name(FileNameOf(path));
  if (sections.empty()) return directory.Remove(name);
  Result<SecretString> text = Serialize(path, sections);
  if (!text.ok()) return text.error();
  return directory.Replace(name, text.value());
}

}  // namespace

Result<LockedStore> LockedStore::Acquire(const StorePaths& paths,
                                         LockWait wait) {
  const std::string& path = paths.tokens;
  Result<SecretDirectory> directory = SecretDirectory::Open(DirectoryOf(path));
  if (!directory.ok()) return directory.error();
  Result<StoreLock> lock = StoreLock::Acquire(
      directory.value(), std::string(FileNameOf(path)) + ".lock", wait);
  if (!lock.ok()) return lock.error();
  directory.value().RemoveLeftovers();
  return LockedStore(paths, std::move(directory).value(),
                     std::move(lock).value());
}

Result<void> LockedStore::Update(const StoreEdit& edit) const {
  return UpdateFile(paths_.tokens, edit);
}

Result<void> LockedStore::UpdateOurs(const StoreEdit& edit) const {
  return UpdateFile(paths_.ours, edit);
}

Result<void> LockedStore::UpdateFile(const std::string& path,
                                     const StoreEdit& edit) const {
  for (int round = 0; round < kMostRounds; ++round) {
    Result<TokenStore> store = TokenStore::Read(path);
    if (!store.ok()) return store.error();
    auto sections = store.value().CopySections();
    if (!sections) return TooLarge(path);
    Result<bool> changed = edit(*sections);
    if (!changed.ok()) return changed.error();
    if (!changed.value()) return {};
    if (Result<void> written = Write(directory_, path, *sections);
        !written.ok()) {
      return written;
    }
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
