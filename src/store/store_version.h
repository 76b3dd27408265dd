// SPDX-License-Identifier: Apache-2.0
// The store as one change of ours found it. The Hub's Python library writes
// without the lock, so we must see what it writes meanwhile, even into a file
// that we have already replaced.

#ifndef HF_SRC_STORE_STORE_VERSION_H_
#define HF_SRC_STORE_STORE_VERSION_H_

#include <sys/stat.h>

#include <optional>
#include <string>
#include <vector>

#include "src/files/secret_file.h"
#include "src/store/token_store.h"

namespace hf {

/// One version of the store, or of our own file. Keeps the file open.
class StoreVersion {
 public:
  /// As TokenStore::Read().
  static Result<StoreVersion> Read(const std::string& path);

  const TokenStore& store() const { return store_; }

  /// False when there was no file.
  bool exists() const { return file_.ok(); }

  /// Written in the two seconds before it was read: another program may have
  /// read what was there before, and write soon what it makes of that.
  bool is_fresh() const { return is_fresh_; }

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
  bool is_fresh_ = false;
};

/// What the next version of the store must have besides our own change.
class Merge {
 public:
  bool empty() const {
    return kept_.empty() && changed_.empty() && removed_.empty();
  }

  /// \a sections are not to get lost: a program that read the store before they
  /// were in it may write it without them.
  void Keep(std::vector<IniSection> sections);

  /// Repeats what another program did when it made \a after of \a before. What
  /// \a after lacks is removed only if it \a has_read_before: else that may be
  /// what was saved since it read.
  void Repeat(std::vector<IniSection> before, std::vector<IniSection> after,
              bool has_read_before);

  /// False when \a sections need no change.
  bool ApplyTo(std::vector<IniSection>& sections) const;

 private:
  std::vector<IniSection> kept_, changed_;
  std::vector<SecretString> removed_;
};

}  // namespace hf

#endif  // HF_SRC_STORE_STORE_VERSION_H_
