// SPDX-License-Identifier: Apache-2.0
// What was decided and why, for whoever asks by GIT_CREDENTIAL_HF_TRACE.

#ifndef HF_SRC_TEXT_TRACE_H_
#define HF_SRC_TEXT_TRACE_H_

#include <string>
#include <string_view>

#include "src/system/environment.h"

namespace hf {

/// Says lines to stderr when GIT_CREDENTIAL_HF_TRACE is 1, or appends them to
/// the file that it names by an absolute path; else it is off. No caller gives
/// it a token.
class Trace {
 public:
  explicit Trace(const Environment& environment);

  /// True when somebody listens: only then is a line worth making.
  bool is_on() const { return !target_.empty(); }

  /// Writes \a text as one line, with what a terminal could take for a command
  /// made visible. That it cannot be written is no error.
  void Say(std::string_view text) const;

 private:
  std::string target_;  // A path, or "1".
};

}  // namespace hf

#endif  // HF_SRC_TEXT_TRACE_H_
