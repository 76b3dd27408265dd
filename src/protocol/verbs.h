// SPDX-License-Identifier: Apache-2.0
// The table of contents of the command line: which words are verbs, who they
// are for, and what `--help` says of them.

#ifndef HF_SRC_PROTOCOL_VERBS_H_
#define HF_SRC_PROTOCOL_VERBS_H_

#include <string_view>

namespace hf {

struct VerbDescription {
  std::string_view name;
  std::string_view arguments;
  std::string_view summary;
};

/// The verbs of the program for people.
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

constexpr const VerbDescription* FindPeoplesVerb(std::string_view name) {
  for (const VerbDescription& verb : kAccountVerbs) {
    if (verb.name == name) return &verb;
  }
  return nullptr;
}

}  // namespace hf

#endif  // HF_SRC_PROTOCOL_VERBS_H_
