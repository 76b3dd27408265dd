// SPDX-License-Identifier: Apache-2.0
// The store as an update read it. The Hub's Python library writes without the
// lock, so an update must find what Python writes meanwhile, even to a file
// that the update has already replaced.

#ifndef HF_SRC_STORE_STORE_VERSION_H_
#define HF_SRC_STORE_STORE_VERSION_H_

#include <sys/stat.h>

#include <optional>
#include <string>
#include <vector>

#include "src/files/secret_file.h"
#include "src/store/token_store.h"

namespace hf {

/// One version of the store, or of the state file. Keeps the file open, but not
/// on NFS: to replace a file that is open takes two steps there, and between
/// them there is no store.
class StoreVersion {
 public:
  /// As TokenStore::Read().
  static Result<StoreVersion> Read(const std::string& path);

  const TokenStore& store() const { return store_; }

  /// False when there was no file.
  bool exists() const { return exists_; }

  /// True when the file was written in the two seconds before it was read:
  /// another program may have read the version before it, and may soon write a
  /// file based on that.
  bool is_fresh() const { return is_fresh_; }

  /// True as long as the path names this same file with the same bytes.
  bool IsCurrent() const;

  /// To be called after the file has been replaced or removed. The sections
  /// that another program, which had opened the file before, has written to it
  /// since. Waits up to two seconds for that program to finish. Nothing when no
  /// program wrote, when the file is empty or does not parse in the end, or on
  /// NFS.
  std::optional<std::vector<IniSection>> WrittenSince();

 private:
  Result<std::optional<SecretFile>> ReadAgain();

  std::string path_;
  TokenStore store_;
  UniqueFd file_;
  struct stat facts_ {};
  bool exists_ = false;
  bool is_fresh_ = false;
};

/// What the next version of the store must contain besides the update's own
/// change.
class Merge {
 public:
  /// Adds \a sections again if they are missing: a program that read the store
  /// before they were written may write it without them.
  void Keep(std::vector<IniSection> sections);

  /// Repeats the change of another program from \a before to \a after. Sections
  /// that \a after lacks are removed only if that program \a has_read_before:
  /// else they may have been saved after it read the store.
  void Repeat(std::vector<IniSection> before, std::vector<IniSection> after,
              bool has_read_before);

  /// Applies this to \a sections. False when nothing had to change.
  bool ApplyTo(std::vector<IniSection>& sections) const;

 private:
  std::vector<IniSection> kept_, changed_;
  std::vector<SecretString> removed_;
};

}  // namespace hf

#endif  // HF_SRC_STORE_STORE_VERSION_H_
