// SPDX-License-Identifier: Apache-2.0
// Home directories from the user database, for when HOME is not set.

#ifndef HF_SRC_SYSTEM_HOME_DIRECTORY_H_
#define HF_SRC_SYSTEM_HOME_DIRECTORY_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

namespace hf {

// CMake chooses one of two implementations. home_directory_nss.cc uses all user
// databases of the machine. home_directory_files.cc reads only /etc/passwd: a
// static program cannot load the libraries of the others.

/// The home of the user \a uid, or nothing when the database has none.
std::optional<std::string> HomeOf(uid_t uid);

/// The home of the user called \a name, or nothing when there is no such user.
std::optional<std::string> HomeOf(std::string_view name);

}  // namespace hf

#endif  // HF_SRC_SYSTEM_HOME_DIRECTORY_H_
