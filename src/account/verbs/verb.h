// SPDX-License-Identifier: Apache-2.0
// The verbs that users run. Each has one file with its name.

#ifndef HF_SRC_ACCOUNT_VERBS_VERB_H_
#define HF_SRC_ACCOUNT_VERBS_VERB_H_

#include <string>
#include <string_view>
#include <vector>

#include "hf/result.h"
#include "src/account/tokens/context.h"

namespace hf {

/// The words after the verb on the command line.
using Arguments = std::vector<std::string>;

// A verb prints results on stdout, and everything else on stderr. It does not
// print its Error; main() does, and the Problem decides the exit status.
Result<void> Login(const Context& context, const Arguments& arguments);
Result<void> Whoami(const Context& context, const Arguments& arguments);
Result<void> List(const Context& context, const Arguments& arguments);
Result<void> Status(const Context& context, const Arguments& arguments);
Result<void> Switch(const Context& context, const Arguments& arguments);
Result<void> Token(const Context& context, const Arguments& arguments);
Result<void> Logout(const Context& context, const Arguments& arguments);
Result<void> Configure(const Context& context, const Arguments& arguments);
Result<void> Unconfigure(const Context& context, const Arguments& arguments);
Result<void> Help(const Context& context, const Arguments& arguments);
Result<void> Complete(const Context& context, const Arguments& arguments);

struct Verb {
  std::string_view name;
  Result<void> (*run)(const Context&, const Arguments&);
};

/// The verb called \a name, or null.
const Verb* FindVerb(std::string_view name);

/// For \a words, at least one, whose first is no verb. Names the verb that the
/// user may have meant.
Error NoSuchVerb(const Arguments& words);

/// Prints the usage and the verbs on stderr, for a user who gave none of them.
void PrintShortHelp();

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_VERBS_VERB_H_
