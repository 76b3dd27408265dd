// SPDX-License-Identifier: Apache-2.0
// The account program: the verbs that users type, and the operations that the
// helper asks it for, because they need the Hub.

#ifndef HF_SRC_PROTOCOL_ACCOUNT_PROGRAM_H_
#define HF_SRC_PROTOCOL_ACCOUNT_PROGRAM_H_

#include <string>
#include <string_view>

#include "hf/result.h"
#include "src/text/record.h"

namespace hf {

struct VerbDescription {
  std::string_view name;
  std::string_view arguments;
  std::string_view summary;
};

/// The verbs, in the order of `--help`.
inline constexpr VerbDescription kAccountVerbs[] = {
    {"login",
     "[--token-stdin|--token-file FILE] [--name NAME] [--endpoint URL] "
     "[--keyring] [--force] [--no-verify] [--no-configure] [--json]",
     "get a token, keep it and let git ask for it"},
    {"whoami", "[--json]", "ask the Hub whose token is in use"},
    {"list", "[--json]", "what is stored and which token is active"},
    {"switch", "[NAME] [--for OWNER[/REPOSITORY] [--clear]]",
     "choose the active token, or the one for an owner"},
    {"status", "[URL] [--offline] [--json] [--fix [--yes]]",
     "which token git would get, and what stands in the way"},
    {"token", "[NAME]", "print a token, for scripts"},
    {"logout", "[NAME] [--all] [--yes]", "forget one token, or all"},
    {"configure",
     "[--system|--local|--file FILE] [--endpoint URL] "
     "[--proactive|--no-proactive]",
     "make git ask this helper for the Hub's tokens"},
    {"unconfigure", "[--system|--local|--file FILE] [--endpoint URL]",
     "take out exactly what configure wrote"},
    {"help", "[VERB]", "explain all verbs, or one"},
};

constexpr const VerbDescription* FindVerbDescription(std::string_view name) {
  for (const VerbDescription& verb : kAccountVerbs) {
    if (verb.name == name) return &verb;
  }
  return nullptr;
}

/// Where the account program is, for the git-credential-hf that runs; empty
/// as ProgramAt() is.
std::string AccountProgram();

// The operations that the helper asks it for, each with a record on its stdin.
// Users do not type them; they are not in the table of verbs.

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
