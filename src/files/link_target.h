// SPDX-License-Identifier: Apache-2.0
// Symbolic links to files that hold secrets: a writer changes the file that the
// link names, and keeps the link.

#ifndef HF_SRC_FILES_LINK_TARGET_H_
#define HF_SRC_FILES_LINK_TARGET_H_

#include <string>

#include "hf/result.h"
#include "src/files/secret_directory.h"

namespace hf {

/// A file, and the directory that it is in.
struct LinkTarget {
  SecretDirectory directory;
  std::string name;
};

/// True when \a name in the open \a directory is a symbolic link.
bool IsLinkAt(int directory, const std::string& name);

/// The file that the symbolic link \a path leads to at last. A link to a file
/// that does not exist leads there, too, if the directory exists: a removal
/// that was cut off may have left such a link. Fails as SecretDirectory::Open()
/// and FollowLink().
Result<LinkTarget> LinkTargetOf(const std::string& path);

}  // namespace hf

#endif  // HF_SRC_FILES_LINK_TARGET_H_
