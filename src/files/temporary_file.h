// SPDX-License-Identifier: Apache-2.0
// The file that a writer fills before it takes the place of another one.

#ifndef HF_SRC_FILES_TEMPORARY_FILE_H_
#define HF_SRC_FILES_TEMPORARY_FILE_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hf/result.h"

namespace hf {

/// A new file `.NAME.hf-` and 16 hexadecimal digits beside the file NAME. The
/// destructor removes it unless it has been renamed.
class TemporaryFile {
 public:
  /// Writes \a text to a new file of mode 0600 and fsyncs it. \a directory is
  /// open and has the path \a path, which messages show; it must stay open as
  /// long as this. Fails with kRefused, and then leaves no file.
  static Result<TemporaryFile> Write(int directory, const std::string& path,
                                     const std::string& name,
                                     std::string_view text);

  TemporaryFile(TemporaryFile&& other) noexcept;
  TemporaryFile& operator=(TemporaryFile&&) = delete;
  ~TemporaryFile();

  /// Renames this file to NAME, in place of the file that is there. With
  /// \a must_be_new: false when there is a file of that name. Fails with
  /// kRefused.
  Result<bool> Rename(bool must_be_new);

 private:
  TemporaryFile(int directory, const std::string& path, const std::string& name,
                std::string temporary)
      : directory_(directory),
        path_(path),
        name_(name),
        temporary_(std::move(temporary)) {}

  int directory_;
  std::string path_, name_;
  std::string temporary_;  // Empty when there is no file to remove.
};

/// Removes the temporary files that a killed writer of \a names left in the
/// open \a directory. The caller holds the lock that writers of \a names take:
/// else this removes a file that another process is writing.
void RemoveTemporaryFiles(int directory, const std::vector<std::string>& names);

}  // namespace hf

#endif  // HF_SRC_FILES_TEMPORARY_FILE_H_
