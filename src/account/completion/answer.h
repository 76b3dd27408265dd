// SPDX-License-Identifier: Apache-2.0
// The answer to a shell's completion script; git-credential-hf(7) describes it.

#ifndef HF_SRC_ACCOUNT_COMPLETION_ANSWER_H_
#define HF_SRC_ACCOUNT_COMPLETION_ANSWER_H_

#include <optional>
#include <string>
#include <string_view>

#include "src/account/completion/candidates.h"
#include "src/account/completion/typed_line.h"

namespace hf {

/// The word in place of a verb with which the scripts ask. A verb gets it, too,
/// before the form and the text of the question, when it has to answer.
inline constexpr std::string_view kCompleteWord = "--complete";

/// What was typed, from \a text in the form \a form, `line` or `words`. Nothing
/// for another form.
std::optional<TypedLine> ReadTypedLine(std::string_view form,
                                       std::string_view text);

/// Prints the kind of \a candidates and the typed word, then each candidate
/// that continues the word, with its description.
void PrintCandidates(const TypedLine& typed, const Candidates& candidates);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_COMPLETION_ANSWER_H_
