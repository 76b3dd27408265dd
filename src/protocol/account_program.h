// SPDX-License-Identifier: Apache-2.0
// The account program: the verbs that users type, and the operations that the
// helper runs it for because they need the Hub.

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
     "[--keyring] [--force] [--no-verify] [--no-configure] [--json] "
     "[--command [--ttl TIME] [--timeout TIME] -- PROGRAM [ARG]...]",
     "get a token, save it and configure git"},
    {"status",
     "[URL] [--verbose] [--write | --offline] [--json] [--fix [--yes]]",
     "show which token git would get, and what is wrong"},
    {"switch", "[NAME] [--for OWNER[/REPOSITORY] [--clear]]",
     "choose the active token, or the one for an owner"},
    {"logout", "[NAME] [--all] [--revoke] [--yes]", "forget one token, or all"},
    {"list", "[--json]", "show the stored tokens and which one is active"},
    {"whoami", "[--json]", "ask the Hub who owns the current token"},
    {"token", "[NAME|--for OWNER[/REPOSITORY]]", "print a token, for scripts"},
    {"exec", "[--for OWNER[/REPOSITORY]] [--name NAME] -- PROGRAM [ARG]...",
     "run a program with the token in HF_TOKEN"},
    {"revoke", "--stdin [--yes]", "make leaked tokens useless on the Hub"},
    {"configure",
     "[--system|--local|--file FILE] [--endpoint URL] "
     "[--proactive|--no-proactive]",
     "make git use this helper for the Hub"},
    {"unconfigure", "[--system|--local|--file FILE] [--endpoint URL]",
     "remove exactly what configure wrote"},
    {"help", "[VERB]", "explain all verbs, or one"},
};

/// How many of them, at the start, most users need.
inline constexpr std::size_t kMainVerbs = 4;

constexpr const VerbDescription* FindVerbDescription(std::string_view name) {
  for (const VerbDescription& verb : kAccountVerbs) {
    if (verb.name == name) return &verb;
  }
  return nullptr;
}

/// The path of the account program that belongs to the git-credential-hf that
/// runs; empty when ProgramAt() is.
std::string AccountProgram();

// The operations that the helper runs the account program for, each with a
// record on stdin. They are not in the table of verbs: users do not type them.

/// Takes `name`, `password`, `endpoint`, and `password_expiry_utc` if it is
/// known. Refreshes the stored token of that name if it is still this password
/// and a refresh is due; several processes at the same time make one refresh. A
/// token that is still valid does not wait for another process's refresh. An
/// empty answer means: read the store again. A new token that could not be
/// saved is in the answer, as `password` and `password_expiry_utc`.
inline constexpr std::string_view kRefreshOperation = "refresh-for-git";

/// Takes `endpoint`, and `path`, the repository, if it is known. Answers with
/// the `password` that the Hub gives a job for its identity, and its
/// `password_expiry_utc`.
inline constexpr std::string_view kExchangeOperation = "exchange-for-git";

/// Takes `endpoint`, `name`, and `path` if it is known. Runs the command of
/// that name, unless its last answer is cached. Answers with the `password`
/// that it printed, and its `password_expiry_utc` if the command told it.
inline constexpr std::string_view kCommandOperation = "command-for-git";

/// Takes `endpoint`, `password`, `path` if it is known, and `lfs_password=1` if
/// git-lfs has sent the token as a password: the Hub refused git that token.
/// Asks the Hub whether the token is valid, and prints what is wrong.
inline constexpr std::string_view kRejectedOperation = "rejected-for-git";

/// Runs \a operation with \a request and waits for its answer. The program
/// writes to the caller's stderr. Fails with kUnavailable when the program
/// cannot be run or fails; the reason has then been printed.
Result<Record> RunOperation(std::string_view operation,
                            const RecordWriter& request);

}  // namespace hf

#endif  // HF_SRC_PROTOCOL_ACCOUNT_PROGRAM_H_
