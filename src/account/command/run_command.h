// SPDX-License-Identifier: Apache-2.0
// Runs the command of a token, so that neither a repository nor another user
// decides what runs, and no program hangs.

#ifndef HF_SRC_ACCOUNT_COMMAND_RUN_COMMAND_H_
#define HF_SRC_ACCOUNT_COMMAND_RUN_COMMAND_H_

#include <string>

#include "hf/result.h"
#include "src/store/command_cache.h"
#include "src/store/token_store.h"
#include "src/system/environment.h"

namespace hf {

/// What a command is run for.
struct CommandUse {
  std::string repository{};   ///< `acme/model`; empty when not known.
  bool has_terminal = false;  ///< It may ask the user, for a minute.
};

/// Fails with kRefused when \a token has no command that may be run: it is
/// incomplete, or another user can change the file that describes it or the
/// program.
Result<void> CheckCommand(const StoredToken& token);

/// Runs the command of \a token, and checks its answer. Its stderr is shown if
/// that of this process is a terminal. Fails as CheckCommand() and
/// ParseCommandAnswer(); with kUnavailable when it cannot be run, takes too
/// long, or fails.
Result<CommandAnswer> RunCommand(const Environment& environment,
                                 const StoredToken& token,
                                 const CommandUse& use);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_COMMAND_RUN_COMMAND_H_
