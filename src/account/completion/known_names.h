// SPDX-License-Identifier: Apache-2.0
// The names that a shell offers: of the stored tokens, and of owners.

#ifndef HF_SRC_ACCOUNT_COMPLETION_KNOWN_NAMES_H_
#define HF_SRC_ACCOUNT_COMPLETION_KNOWN_NAMES_H_

#include <string>
#include <vector>

#include "src/system/environment.h"

namespace hf {

/// A word that the user may mean.
struct Candidate {
  std::string text;
  std::string description;  ///< One line, for a terminal; may be empty.
};

// Both read the files beside each other and nothing else: they ask neither the
// keyring nor the Hub, wait for no lock and write nothing. What cannot be read
// has no names. A name is left out when it may be a token itself, when a
// terminal would not show it as it is, or when it has letters outside ASCII and
// the user's locale is not UTF-8: a shell would split such a letter, perhaps
// after the first byte of a quoted character.

/// The stored tokens, each with its account.
std::vector<Candidate> StoredNames(const Environment& environment);

/// The owners and repositories that have a rule, each with its token, then the
/// accounts of the stored tokens.
std::vector<Candidate> KnownOwners(const Environment& environment);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_COMPLETION_KNOWN_NAMES_H_
