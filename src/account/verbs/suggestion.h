// SPDX-License-Identifier: Apache-2.0
// Messages about a wrong word on the command line: what it may have been meant
// to be, and whether it can be shown at all.

#ifndef HF_SRC_ACCOUNT_VERBS_SUGGESTION_H_
#define HF_SRC_ACCOUNT_VERBS_SUGGESTION_H_

#include <string>
#include <string_view>
#include <vector>

#include "hf/result.h"

namespace hf {

/// The one of \a known that \a word may be meant to be: it is misspelled, or
/// its beginning. Empty when there is none.
std::string_view Nearest(std::string_view word,
                         const std::vector<std::string_view>& known);

/// "did you mean 'WORD'?", or nothing for an empty \a word.
std::string DidYouMean(std::string_view word);

/// The option in \a argument, without its value. Empty when it may be a secret,
/// which no message may show: an option has at most 32 letters and dashes.
std::string_view OptionIn(std::string_view argument);

/// For a token that a user typed as an argument of \a verb.
Error TokenInArgument(const std::string& verb);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_VERBS_SUGGESTION_H_
