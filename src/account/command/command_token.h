// SPDX-License-Identifier: Apache-2.0
// Tokens that commands print, as git and the verbs get them.

#ifndef HF_SRC_ACCOUNT_COMMAND_COMMAND_TOKEN_H_
#define HF_SRC_ACCOUNT_COMMAND_COMMAND_TOKEN_H_

#include <optional>
#include <string_view>

#include "hf/result.h"
#include "src/account/command/run_command.h"
#include "src/hub/endpoint.h"
#include "src/store/outside_tokens.h"
#include "src/store/token_store.h"
#include "src/system/environment.h"

namespace hf {

/// \a known, which has a command, with its secret: a cached one, or what the
/// command prints now. Of several processes that need it at the same time, one
/// runs the command, and the others get its answer or its failure. Fails as
/// RunCommand().
Result<StoredToken> TokenFromCommand(const Environment& environment,
                                     const StoredToken& known,
                                     const CommandUse& use);

/// The one of \a tokens that is for \a hub and whose command has printed
/// \a secret; nothing when there is none.
std::optional<StoredToken> PrintedBy(const Environment& environment,
                                     const OutsideTokens& tokens,
                                     const Endpoint& hub,
                                     std::string_view secret);

/// Makes the next call run the command of \a token again. False when that has
/// happened less than a minute ago; it is then not run again.
bool DropAnswers(const Environment& environment, const StoredToken& token);

/// Removes the cached answers of \a token, whose command is forgotten.
Result<void> ForgetAnswers(const Environment& environment,
                           const StoredToken& token);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_COMMAND_COMMAND_TOKEN_H_
