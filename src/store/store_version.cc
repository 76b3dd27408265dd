// SPDX-License-Identifier: Apache-2.0
#include "src/store/store_version.h"

#include "src/files/nfs.h"

namespace hf {
namespace {

/// How often WrittenSince() reads. Each read takes at most 0.1 seconds.
constexpr int kMostWaits = 20;

}  // namespace

Result<StoreVersion> StoreVersion::Read(const std::string& path) {
  StoreVersion version;
  version.path_ = path;
  const auto read = [&]() -> Result<std::optional<SecretFile>> {
    auto found = ReadSecretFile(path);
    version.file_ = UniqueFd();
    version.exists_ = found.ok() && found.value();
    if (!version.exists_) return found;
    if (!IsOnNfs(found.value()->file.get())) {
      version.file_ = std::move(found.value()->file);
    }
    version.facts_ = found.value()->facts;
    version.is_fresh_ = found.value()->IsFresh();
    return found;
  };
  Result<TokenStore> store = TokenStore::ReadBy(read, path);
  if (!store.ok()) return store.error();
  version.store_ = std::move(store).value();
  return version;
}

bool StoreVersion::IsCurrent() const {
  const auto now = ReadSecretFile(path_);
  if (!now.ok()) return false;
  if (!now.value() || !exists()) return now.value().has_value() == exists();
  const SecretFile& file = *now.value();
  return !file.changed_while_reading && file.facts.st_ino == facts_.st_ino &&
         file.facts.st_dev == facts_.st_dev &&
         std::string_view(file.text) == store_.text();
}

Result<std::optional<SecretFile>> StoreVersion::ReadAgain() {
  Result<SecretFile> again = ReadSecretFileAgain(path_, std::move(file_));
  if (!again.ok()) return again.error();
  file_ = std::move(again.value().file);
  return {std::move(again).value()};
}

std::optional<std::vector<IniSection>> StoreVersion::WrittenSince() {
  if (!file_.ok()) return std::nullopt;
  const auto now = ReadAgain();
  if (!now.ok()) return std::nullopt;
  const SecretFile& file = *now.value();
  if (!file.changed_while_reading &&
      std::string_view(file.text) == store_.text()) {
    return std::nullopt;
  }
  for (int wait = 0; wait < kMostWaits && file_.ok(); ++wait) {
    const auto written =
        TokenStore::ReadBy([this] { return ReadAgain(); }, path_);
    if (!written.ok()) continue;
    // A busy system may stop the writer for long after it has made the file
    // empty. One that was killed there leaves an empty file for ever.
    if (written.value().text().empty()) continue;
    return written.value().CopySections();
  }
  return std::nullopt;
}

void Merge::Keep(std::vector<IniSection> sections) {
  kept_ = std::move(sections);
}

void Merge::Repeat(std::vector<IniSection> before,
                   std::vector<IniSection> after, bool has_read_before) {
  for (const IniSection& section : before) {
    if (!has_read_before || FindSection(after, section.name)) continue;
    RemoveSection(kept_, section.name);
    removed_.push_back(section.name);
  }
  for (IniSection& section : after) {
    const IniSection* old = FindSection(before, section.name);
    if (!old || *old != section) changed_.push_back(std::move(section));
  }
}

bool Merge::ApplyTo(std::vector<IniSection>& sections) const {
  bool any = false;
  for (const SecretString& name : removed_) {
    if (RemoveSection(sections, name)) any = true;
  }
  for (const IniSection& section : changed_) {
    const IniSection* own = FindSection(sections, section.name);
    if (own && *own == section) continue;
    SectionCalled(sections, section.name) = section;
    any = true;
  }
  for (const IniSection& section : kept_) {
    if (FindSection(sections, section.name)) continue;
    sections.push_back(section);
    any = true;
  }
  return any;
}

}  // namespace hf
