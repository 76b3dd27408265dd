// SPDX-License-Identifier: Apache-2.0
// What a shell offers for the next word of a verb.

#ifndef HF_SRC_ACCOUNT_COMPLETION_CANDIDATES_H_
#define HF_SRC_ACCOUNT_COMPLETION_CANDIDATES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "src/account/completion/known_names.h"
#include "src/system/environment.h"

namespace hf {

/// An option or an argument of a verb.
struct VerbOption {
  std::vector<std::string> names;     ///< "-h", "--help"; none for an argument.
  std::string value;                  ///< "NAME"; empty for a flag.
  std::string help;                   ///< Its line in `--help`.
  bool is_argument = false;           ///< Also, or only, without a name.
  bool is_repeatable = false;         ///< May be given several times.
  std::vector<std::size_t> excludes;  ///< Not together with these.
  bool needs_dashes = false;          ///< An argument only after `--`.
};

struct Candidates {
  /// What the shell adds itself.
  enum class Kind { kWords, kFiles, kPrograms };

  Kind kind = Kind::kWords;
  std::vector<Candidate> words;
};

/// The candidates for the last of \a words, which follow a verb with the
/// options \a options. Options that are given already, or that exclude one
/// which is given, are none.
Candidates CandidatesFor(const std::vector<VerbOption>& options,
                         const std::vector<std::string>& words,
                         const Environment& environment);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_COMPLETION_CANDIDATES_H_
