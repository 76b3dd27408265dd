// SPDX-License-Identifier: Apache-2.0
// The store as one change of ours found it. The Hub's Python library writes
// without the lock, so we must see what it writes meanwhile, even into a file
// that we have already replaced.

#ifndef HF_SRC_STORE_VERSION_H_
#define HF_SRC_STORE_VERSION_H_

#include <sys/stat.h>

#include <optional>
#include <string>
#include <vector>

#include "src/secret_file.h"
#include "src/token_store.h"

namespace hf {

/// One version of the store, or of our own file. Keeps the file open.
class StoreVersion {
 public:
  /// As TokenStore::Read().
  static Result<StoreVersion> Read(const std::string& path);

  const TokenStore& store() const { return store_; }

  /// False when there was no file.
  bool exists() const { return file_.ok(); }

  /// True as long as \a path is this very file and holds the same bytes.
  bool IsCurrent() const;

  /// To be called once the file has been replaced or removed: the sections that
  /// another program, which had opened the file before, has written into it.
  /// Waits up to two seconds for it to finish. Nothing when nobody wrote, or
  /// when what is there in the end is empty or does not parse.
  std::optional<std::vector<IniSection>> WrittenSince();

 private:
  Result<std::optional<SecretFile>> ReadAgain();

  std::string path_;
  TokenStore store_;
  UniqueFd file_;
  struct stat facts_ {};
};

/// What another program has done to the sections of a file.
class SectionChanges {
 public:
  SectionChanges() = default;
  SectionChanges(std::vector<IniSection> before, std::vector<IniSection> after);

  bool empty() const { return changed_.empty() && removed_.empty(); }

  /// Does the same to \a sections; false when that changes nothing.
  bool ApplyTo(std::vector<IniSection>& sections) const;

 private:
  std::vector<IniSection> changed_;  // Or added.
  std::vector<SecretString> removed_;
};

}  // namespace hf

#endif  // HF_SRC_STORE_VERSION_H_
