// SPDX-License-Identifier: Apache-2.0
// The verb `exec` with a token that is in a file or a variable and needs no
// refresh. The account program does the rest, but takes longer to start.

#ifndef HF_SRC_HELPER_EXEC_H_
#define HF_SRC_HELPER_EXEC_H_

#include <optional>
#include <string>
#include <vector>

#include "src/system/environment.h"

namespace hf {

/// Becomes the program in \a arguments. Returns the exit status when that
/// fails, and nothing when the account program must do it or say what is wrong.
std::optional<int> Exec(const Environment& environment,
                        const std::vector<std::string>& arguments);

}  // namespace hf

#endif  // HF_SRC_HELPER_EXEC_H_
