// SPDX-License-Identifier: Apache-2.0
// Paths as Python's os.path handles them, for the files that this program
// shares with the Hub's Python library (hub-contract §1).

#ifndef HF_SRC_SYSTEM_PATH_H_
#define HF_SRC_SYSTEM_PATH_H_

#include <string>
#include <string_view>

namespace hf {

/// os.path.join of two: \a right alone when it is absolute.
std::string JoinPath(std::string_view left, std::string_view right);

/// os.path.dirname: what is before the last '/', without trailing slashes
/// unless it is all slashes; empty when there is no '/'.
std::string DirectoryOf(std::string_view path);

/// os.path.basename: what is after the last '/'.
std::string_view FileNameOf(std::string_view path);

}  // namespace hf

#endif  // HF_SRC_SYSTEM_PATH_H_
