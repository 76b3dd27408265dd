// SPDX-License-Identifier: Apache-2.0
// Reading a file with tokens: who may own it, of which kind it may be, and what
// to do while another program writes it.

#ifndef HF_SRC_FILES_SECRET_FILE_H_
#define HF_SRC_FILES_SECRET_FILE_H_

#include <sys/stat.h>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "hf/result.h"
#include "src/system/secret.h"
#include "src/system/unique_fd.h"

namespace hf {

/// A larger file is not a token store; in bytes.
inline constexpr std::size_t kLargestSecretFile = 1 << 20;

/// The content of a file, and its stat(2).
struct SecretFile {
  SecretString text;
  struct stat facts;
  bool was_taken = false;              ///< A TakePiece took all; no text.
  bool changed_while_reading = false;  ///< The text may be incomplete.
  UniqueFd file{};                     ///< The open file, to read it again.

  /// True when the file was written in the last two seconds: its writer may not
  /// have finished.
  bool IsFresh() const;
};

/// Gets the text of a file, from the first byte that it has not taken yet.
/// Returns how many bytes it takes, or nothing when it wants no more.
using TakePiece =
    std::function<std::optional<std::size_t>(std::string_view text)>;

/// Reads all of \a path; nothing when there is no such file. Gives the text of
/// a file of more than 16 KiB to \a take, if there is one, and keeps it only
/// when \a take does not take all of it.
///
/// Fails with kRefused for anything but a regular file of the caller (a FIFO, a
/// device, a directory, a file of another user, a link to one of these or a
/// dangling link), for a file that cannot be opened, and for more than 1 MiB.
/// Never waits. Also accepts files of root that no other user can write; and
/// for root, files of the user whose directory they are in (`sudo git clone`).
Result<std::optional<SecretFile>> ReadSecretFile(const std::string& path,
                                                 const TakePiece& take = {});

/// Reads \a file, which ReadSecretFile() opened as \a path, again from its
/// beginning. The file may have been replaced or removed since. Fails as
/// ReadSecretFile().
Result<SecretFile> ReadSecretFileAgain(const std::string& path, UniqueFd file);

/// The file that the symbolic link \a path leads to at last. Fails with
/// kRefused for a dangling link.
Result<std::string> FollowLink(const std::string& path);

/// True when \a path is a dangling symbolic link.
bool IsLinkToNothing(const std::string& path);

/// "cannot ACTION PATH: …", as kRefused, for the errno \a error.
Error FileError(std::string_view action, std::string_view path, int error);

/// Calls \a read until it returns true, at most 20 times with pauses of 5 ms:
/// huggingface_hub truncates its files before it writes them. Returns the last
/// result of \a read.
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
