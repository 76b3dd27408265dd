// SPDX-License-Identifier: Apache-2.0
#include "src/account/completion/answer.h"

#include <stdio.h>

namespace hf {
namespace {

const char* NameOf(Candidates::Kind kind) {
  switch (kind) {
    case Candidates::Kind::kFiles:
      return "files";
    case Candidates::Kind::kPrograms:
      return "programs";
    case Candidates::Kind::kWords:
      break;
  }
  return "words";
}

/// Only what fits in a line of the answer.
bool IsOneLine(std::string_view text) {
  return text.find_first_of("\t\r\n") == text.npos;
}

}  // namespace

std::optional<TypedLine> ReadTypedLine(std::string_view form,
                                       std::string_view text) {
  if (form == "line") return TypedLine::FromLine(text);
  if (form == "words") return TypedLine::FromWords(text);
  return std::nullopt;
}

void PrintCandidates(const TypedLine& typed, const Candidates& candidates) {
  const bool fits = IsOneLine(typed.typed());
  printf("%s\t%s\n", NameOf(candidates.kind),
         fits ? typed.typed().c_str() : "");
  if (!fits) return;
  for (const Candidate& candidate : candidates.words) {
    const auto text = typed.TextFor(candidate.text);
    if (!text) continue;
    printf("%s\t%s\n", text->c_str(), candidate.description.c_str());
  }
}

}  // namespace hf
