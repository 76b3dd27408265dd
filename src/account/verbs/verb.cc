// SPDX-License-Identifier: Apache-2.0
#include "src/account/verbs/verb.h"

namespace hf {
namespace {

constexpr Verb kVerbs[] = {
    {"login", Login},
    {"logout", Logout},
    {"switch", Switch},
    {"list", List},
    {"status", Status},
    {"token", Token},
    {"exec", Exec},
    {"revoke", Revoke},
    {"whoami", Whoami},
    {"configure", Configure},
    {"unconfigure", Unconfigure},
    {"help", Help},
    {"--help", Help},
    {"-h", Help},
    {"--complete", Complete},
};

}  // namespace

const Verb* FindVerb(std::string_view name) {
  for (const Verb& verb : kVerbs) {
    if (verb.name == name) return &verb;
  }
  return nullptr;
}

}  // namespace hf
