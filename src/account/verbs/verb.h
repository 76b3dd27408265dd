// SPDX-License-Identifier: Apache-2.0
// The verbs for people: one file each, named after it.

#ifndef HF_SRC_ACCOUNT_VERBS_VERB_H_
#define HF_SRC_ACCOUNT_VERBS_VERB_H_

#include <string>
#include <string_view>
#include <vector>

#include "hf/result.h"
#include "src/account/tokens/context.h"

namespace hf {

/// What follows the verb on the command line.
using Arguments = std::vector<std::string>;

// Results go to stdout, everything else to stderr. An Error is not printed by
// the verb; its Problem decides the exit status.
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

struct Verb {
  std::string_view name;
  Result<void> (*run)(const Context&, const Arguments&);
};

/// The verb called \a name, or null.
const Verb* FindVerb(std::string_view name);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_VERBS_VERB_H_
