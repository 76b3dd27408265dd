// SPDX-License-Identifier: Apache-2.0
// The text that a command prints.

#ifndef HF_SRC_ACCOUNT_COMMAND_COMMAND_ANSWER_H_
#define HF_SRC_ACCOUNT_COMMAND_COMMAND_ANSWER_H_

#include <cstddef>
#include <string_view>

#include "hf/result.h"
#include "src/store/command_cache.h"

namespace hf {

/// The greatest size of an answer, in bytes.
inline constexpr std::size_t kLongestCommandAnswer = 64 << 10;

/// The token in \a text: one line, or one JSON object with `version` 1, a
/// `token` and perhaps `expires_at`, in Unix seconds. Fails with kRefused; the
/// message says what is wrong with it, and repeats no part of \a text.
Result<CommandAnswer> ParseCommandAnswer(std::string_view text);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_COMMAND_COMMAND_ANSWER_H_
