// SPDX-License-Identifier: Apache-2.0
// What this helper remembers of each running git-lfs: what it asked last, and
// whether the Hub rejected its token.
//
// A note is a file of mode 0600 in the folder git-credential-hf-lfs.UID, in
// XDG_RUNTIME_DIR, else in /tmp. Its name is the id of the git-lfs. It contains
// no secret. The next helper that opens the folder removes the notes of
// processes that have ended, and the folder with the last one.

#ifndef HF_SRC_HELPER_LFS_NOTES_H_
#define HF_SRC_HELPER_LFS_NOTES_H_

#include <optional>
#include <string>

#include "src/system/environment.h"
#include "src/system/unique_fd.h"

namespace hf {

struct LfsNote {
  /// The Hub that it asked about last. Empty when it got no token.
  std::string hub;
  std::optional<std::string> path{}, username{};  ///< What it asked.
  std::string name;       ///< The name of the token that it got; may be empty.
  std::string origin;     ///< Where that token came from.
  bool rejected = false;  ///< The Hub has rejected the token, just now.
};

class LfsNotes {
 public:
  /// Opens the folder and removes the notes of processes that have ended. One
  /// system call when there is no folder.
  explicit LfsNotes(const Environment& environment);

  /// The same and no more: git sends `store` after each request that succeeded.
  static void RemoveOld(const Environment& environment) {
    const LfsNotes notes(environment);
  }

  /// False when there is no note, or when the folder may be another user's.
  bool exist() const { return folder_.ok(); }

  /// The note on the git-lfs \a id; nothing when there is none.
  std::optional<LfsNote> Find(const std::string& id) const;

  /// Replaces the note on the git-lfs \a id, and does nothing when it already
  /// says the same. When that fails, there is no note on it: an old one would
  /// be about another token.
  void Write(const std::string& id, const LfsNote& note);

  void Remove(const std::string& id);

 private:
  void RemoveEnded();

  std::string path_;
  UniqueFd folder_;
};

}  // namespace hf

#endif  // HF_SRC_HELPER_LFS_NOTES_H_
