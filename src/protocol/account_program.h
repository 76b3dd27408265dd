// SPDX-License-Identifier: Apache-2.0
// Work for the program for people: what takes the Hub, which the helper itself
// does not talk to.

#ifndef HF_SRC_PROTOCOL_ACCOUNT_PROGRAM_H_
#define HF_SRC_PROTOCOL_ACCOUNT_PROGRAM_H_

#include <string>
#include <string_view>

#include "hf/result.h"
#include "src/protocol/keyring_program.h"
#include "src/protocol/record.h"

namespace hf {

/// Where the program for people is, for the git-credential-hf that runs; empty
/// as ProgramAt() is.
std::string AccountProgram();

/// The program for the keyring, which is beside it.
KeyringProgram HelpersKeyring();

// The operations that the helper asks it for, each with a record on its stdin.
// They are not for people and not in the table of verbs.

/// `name`, `password`, `endpoint`, and `password_expiry_utc` if it has one:
/// refresh the stored token of that name if it still is that one and due, once
/// for all who ask at the same time. One that is still valid is not waited for.
/// No answer: look into the store again. But a new token that could not be
/// saved is answered, as `password` and `password_expiry_utc`.
inline constexpr std::string_view kRefreshOperation = "refresh-for-git";

/// `endpoint`: answer with the `password` of a job's own identity and its
/// `password_expiry_utc`.
inline constexpr std::string_view kExchangeOperation = "exchange-for-git";

/// `endpoint`, `password`, perhaps `path`: git was refused with that token. Ask
/// the Hub whether it is dead, and say what is the matter.
inline constexpr std::string_view kRejectedOperation = "rejected-for-git";

/// Runs \a operation on \a request and waits for its answer. Its stderr is
/// ours. Fails with kUnavailable when it cannot be run or fails; why has then
/// been said.
Result<Record> RunOperation(std::string_view operation,
                            const RecordWriter& request);

}  // namespace hf

#endif  // HF_SRC_PROTOCOL_ACCOUNT_PROGRAM_H_
