// SPDX-License-Identifier: Apache-2.0
// The trace that GIT_CREDENTIAL_HF_TRACE turns on: what was decided, and why.

#ifndef HF_SRC_TEXT_TRACE_H_
#define HF_SRC_TEXT_TRACE_H_

#include <string>
#include <string_view>

#include "src/system/environment.h"

namespace hf {

/// Writes lines to stderr when GIT_CREDENTIAL_HF_TRACE is 1, or appends them to
/// the file that it names by an absolute path. For all other values the trace
/// is off. Callers never pass a token to it.
class Trace {
 public:
  explicit Trace(const Environment& environment);

  /// True when lines are written: callers need not build a line otherwise.
  bool is_on() const { return !target_.empty(); }

  /// Writes \a text as one line, escaped by EscapeForTerminal(). A failure to
  /// write is ignored.
  void Say(std::string_view text) const;

 private:
  std::string target_;  // A path, or "1".
};

}  // namespace hf

#endif  // HF_SRC_TEXT_TRACE_H_
