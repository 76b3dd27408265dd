// SPDX-License-Identifier: Apache-2.0
// Reads several tokens that a user or a script gives.

#ifndef HF_SRC_ACCOUNT_TOKENS_TOKEN_LINES_H_
#define HF_SRC_ACCOUNT_TOKENS_TOKEN_LINES_H_

#include <vector>

#include "hf/result.h"
#include "src/system/secret.h"

namespace hf {

/// The tokens on stdin, one on a line, each once. When stdin is a terminal,
/// asks for them, one after the other, and does not show them. Fails with
/// kRefused, naming the line, for one that is no token of the Hub (it may be
/// another secret), and when there are none or more than 100.
Result<std::vector<SecretString>> ReadTokenLines();

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TOKENS_TOKEN_LINES_H_
