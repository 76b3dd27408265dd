// SPDX-License-Identifier: Apache-2.0
// Reading a file that holds tokens: who may own it, what it may be, and what to
// do while another program is in the middle of writing it.

#ifndef HF_SRC_FILES_SECRET_FILE_H_
#define HF_SRC_FILES_SECRET_FILE_H_

#include <sys/stat.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "hf/result.h"
#include "src/system/secret.h"
#include "src/system/unique_fd.h"

namespace hf {

/// More than this is no token store.
inline constexpr std::size_t kLargestSecretFile = 1 << 20;

/// What was in a file, and the facts that were true of it.
struct SecretFile {
  SecretString text;
  struct stat facts;
  bool changed_while_reading = false;  ///< It changed while we read it.
  UniqueFd file{};  ///< The file itself, open to be read again.

  /// Written to in the last two seconds: it may be half of what it will be.
  bool IsFresh() const;
};

/// Reads \a path whole, or nothing when there is no such file.
///
/// Fails with kRefused for what is not a regular file of ours (a FIFO, a
/// device, a directory, a stranger's file, a link to one of these or to
/// nothing), for what may not be opened and for more than 1 MiB. Never waits.
/// Root's files count as ours when nobody else can write them, and to root the
/// files of the user whose directory they are in (`sudo git clone`).
Result<std::optional<SecretFile>> ReadSecretFile(const std::string& path);

/// Reads \a file, which ReadSecretFile() opened as \a path, once more from its
/// beginning. It may have lost its name since. Fails as ReadSecretFile().
Result<SecretFile> ReadSecretFileAgain(const std::string& path, UniqueFd file);

/// Where the symbolic link \a path leads at last. Fails with kRefused when that
/// is nowhere.
Result<std::string> FollowLink(const std::string& path);

/// True when \a path is a symbolic link and nothing is where it leads.
bool IsLinkToNothing(const std::string& path);

/// \a action failed on \a path: the one place where errno becomes an Error.
Error FileError(std::string_view action, std::string_view path, int error);

/// Calls \a read until it answers true, at most 20 times with 5 ms between:
/// huggingface_hub truncates its files before it writes them. True when \a read
/// was content at last.
template <typename Read>
bool RetryWhileWritten(Read read);

namespace internal {
void WaitForWriter();
}  // namespace internal

template <typename Read>
bool RetryWhileWritten(Read read) {
  constexpr int kMostReads = 20;
  for (int count = 1; !read(); ++count) {
    if (count == kMostReads) return false;
    internal::WaitForWriter();
  }
  return true;
}

}  // namespace hf

#endif  // HF_SRC_FILES_SECRET_FILE_H_
